package vae4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this library, as written into model files. */
public final class LibraryVersion {
  // Maven puts this file into every jar it builds; it survives shading, as a manifest does not.
  private static final String PROPERTIES =
      "/META-INF/maven/io.github.vae4j/vae-core/pom.properties";
  private static final String UNPACKAGED = "development";
  private static final String CURRENT = read();

  private LibraryVersion() {}

  /** Such as {@code 0.1.0}; {@code development} where the classes do not come from a jar. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream in = LibraryVersion.class.getResourceAsStream(PROPERTIES)) {
      if (in == null) {
        return UNPACKAGED;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", UNPACKAGED);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + PROPERTIES + " in the library's jar", e);
    }
  }
}
