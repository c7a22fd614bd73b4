package vae4j.datasets.folder;

import java.io.IOException;
import java.nio.file.Path;
import vae4j.datasets.FolderOptions;
import vae4j.datasets.ImageFolder;

/** A program that opens a folder, for a process of its own in another locale. */
final class NamesInALocale {
  private NamesInALocale() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    FolderScan.of(root).images().forEach(image -> print(image.name()));
    ImageFolder folder = ImageFolder.open(root, FolderOptions.defaults().withSkipBroken(true));
    print("classes " + String.join(",", folder.labelNames()));
    float[] target = new float[folder.shape().size()];
    for (int i = 0; i < folder.size(); i++) {
      folder.read(i, target, 0);
    }
    print(folder.size() == 8 ? "all can be read" : "some are missing");
    print("SHA-256 " + folder.sha256());
  }

  /** In ASCII, as the process may write nothing else. */
  private static void print(String text) {
    StringBuilder line = new StringBuilder();
    text.chars()
        .forEach(
            c -> line.append(c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c)));
    System.out.println(line);
  }
}
