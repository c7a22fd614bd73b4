package vae4j.datasets.folder;

import java.nio.file.Path;

/**
 * An image in a folder.
 *
 * @param name its path relative to the folder with {@code /} between the parts, the same in every
 *     locale
 * @param path where it is
 */
public record ImageFile(String name, Path path) {
  /** The sub-folder of the folder that it is in, however deep; empty if it is in none. */
  public String topFolder() {
    int end = name.indexOf('/');
    return end < 0 ? "" : name.substring(0, end);
  }

  /** The last part of its name. */
  String base() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
