package vae4j.datasets.download;

import static vae4j.data.Checks.requirePositive;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import vae4j.datasets.content.Sha256;

/**
 * A published file.
 *
 * @param name the file's name, without folders
 * @param mirrors where it can be had, the preferred address first; at least one
 * @param bytes length of the bytes that are summed, at least 1
 * @param sha256 their SHA-256, 64 lower-case hexadecimal digits
 * @param summed which bytes those are
 */
public record RemoteFile(String name, List<URI> mirrors, long bytes, String sha256, Summed summed) {
  /** Which bytes of a file a published sum is of. */
  public enum Summed {
    /** The uncompressed content, however it is packed. */
    CONTENT("the uncompressed content"),

    /** The file as it is published, packed. */
    FILE("the file");

    private final String words;

    Summed(String words) {
      this.words = words;
    }

    /** The same for people. */
    String words() {
      return words;
    }
  }

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
    requirePositive("bytes of " + name, bytes);
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "SHA-256 of " + name + " must be 64 hexadecimal digits, was " + sha256);
    }
  }

  /**
   * Describes a file of whose uncompressed content the sum is known.
   *
   * @param name the file's name, without folders
   * @param mirrors where it can be had, the preferred address first; at least one
   * @param bytes length of its uncompressed content, at least 1
   * @param sha256 SHA-256 of its uncompressed content, 64 lower-case hexadecimal digits
   * @throws IllegalArgumentException if one of them is not as described
   */
  public RemoteFile(String name, List<URI> mirrors, long bytes, String sha256) {
    this(name, mirrors, bytes, sha256, Summed.CONTENT);
  }

  /**
   * The sum of a file here, of the same bytes that the published sum is of.
   *
   * @param path a file
   * @return 64 hexadecimal digits
   * @throws IOException if the file cannot be read, or its gzip stream is cut off or damaged
   */
  public String sumOf(Path path) throws IOException {
    return switch (summed) {
      case CONTENT -> Sha256.ofUncompressed(path, bytes);
      case FILE -> Sha256.ofFile(path, bytes);
    };
  }
}
