package vae4j.datasets.download;

import java.io.IOException;

/** A file's content is not the published one. The message names the file and both sums. */
public final class ChecksumException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the message {@code file: SHA-256 of the uncompressed content must be wanted, was found}.
   *
   * @param file path or address of the file
   * @param wanted the published sum
   * @param found the file's sum
   */
  public ChecksumException(String file, String wanted, String found) {
    this(file, "the uncompressed content", wanted, found);
  }

  /**
   * Makes the message {@code file: SHA-256 of what must be wanted, was found}.
   *
   * @param file path or address of the file
   * @param what which bytes the sums are of
   * @param wanted the published sum
   * @param found the file's sum
   */
  public ChecksumException(String file, String what, String wanted, String found) {
    super(file + ": SHA-256 of " + what + " must be " + wanted + ", was " + found);
  }
}
