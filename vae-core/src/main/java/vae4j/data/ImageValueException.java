package vae4j.data;

/**
 * An image holds numbers that no model can be trained on: outside [0, 1], NaN, infinite, or no
 * floating-point numbers at all. The message says what was found, where, and what to do.
 */
public final class ImageValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * The result.
   *
   * @param message one line: the image, its values, what was wanted and what to do
   */
  public ImageValueException(String message) {
    super(message);
  }
}
