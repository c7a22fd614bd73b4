package vae4j.data;

/**
 * The shape of one image, or of one layer's features, in the order in which its numbers lie in
 * memory: row by row, pixel by pixel, channel by channel.
 *
 * @param height rows, at least 1
 * @param width pixels in a row, at least 1
 * @param channels numbers per pixel, at least 1 (1 for grey, 3 for red, green, blue)
 */
public record ImageShape(int height, int width, int channels) {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if a component is not positive, or an image would have more
   *     than 2³¹ − 1 numbers
   */
  public ImageShape {
    Checks.requirePositive("height", height);
    Checks.requirePositive("width", width);
    Checks.requirePositive("channels", channels);
    if ((long) height * width * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "image size must be below 2^31 numbers, was " + height + "×" + width + "×" + channels);
    }
  }

  /** Numbers in one image: height · width · channels. */
  public int size() {
    return height * width * channels;
  }

  /**
   * The shape without a frame.
   *
   * @param frame its width in pixels, at least 0
   * @return the inner shape
   * @throws IllegalArgumentException if nothing would be left
   */
  public ImageShape withoutFrame(int frame) {
    if (frame < 0 || 2L * frame >= Math.min(height, width)) {
      throw new IllegalArgumentException(
          "frame must be from 0 to less than half of " + this + ", was " + frame);
    }
    return new ImageShape(height - 2 * frame, width - 2 * frame, channels);
  }

  /** {@code height×width×channels}, for people. */
  @Override
  public String toString() {
    return height + "×" + width + "×" + channels;
  }
}
