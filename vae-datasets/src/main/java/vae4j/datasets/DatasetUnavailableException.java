package vae4j.datasets;

import java.io.IOException;

/**
 * A data set is neither here nor can it be downloaded. The message says where it was looked for,
 * and what to do.
 */
public final class DatasetUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message where the set was looked for, and what to do
   */
  public DatasetUnavailableException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message where the set was looked for, and what to do
   * @param cause why it could not be downloaded
   */
  public DatasetUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
