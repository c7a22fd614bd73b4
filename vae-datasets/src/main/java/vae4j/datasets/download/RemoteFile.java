package vae4j.datasets.download;

import java.net.URI;
import java.util.List;

/**
 * A published file.
 *
 * @param name the file's name, without folders
 * @param mirrors where it can be had, the preferred address first; at least one
 * @param bytes length of its uncompressed content, at least 1
 * @param sha256 SHA-256 of its uncompressed content, 64 lower-case hexadecimal digits
 */
public record RemoteFile(String name, List<URI> mirrors, long bytes, String sha256) {
  /**
   * Checks the description.
   *
   * @throws IllegalArgumentException if a component is not as described
   */
  public RemoteFile {
    if (name.isEmpty() || name.contains("/") || name.contains("\\")) {
      throw new IllegalArgumentException("file name must be without folders, was " + name);
    }
    mirrors = List.copyOf(mirrors);
    if (mirrors.isEmpty()) {
      throw new IllegalArgumentException("mirrors of " + name + " must not be empty");
    }
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes of " + name + " must be positive, was " + bytes);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "SHA-256 of " + name + " must be 64 hexadecimal digits, was " + sha256);
    }
  }
}
