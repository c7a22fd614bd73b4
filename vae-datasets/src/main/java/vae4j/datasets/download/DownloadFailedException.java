package vae4j.datasets.download;

import java.io.IOException;

/** A file could be had from none of its mirrors, or could not be kept. The message says why. */
public final class DownloadFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the file, and what went wrong at each mirror
   */
  public DownloadFailedException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message the file, and what went wrong
   * @param cause what went wrong
   */
  public DownloadFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
