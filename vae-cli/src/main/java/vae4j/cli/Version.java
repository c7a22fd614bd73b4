package vae4j.cli;

import picocli.CommandLine.IVersionProvider;
import vae4j.io.LibraryVersion;

/** The text of {@code --version}. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "vae4j " + LibraryVersion.current(),
      "Java "
          + System.getProperty("java.version")
          + ", "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
    };
  }
}
