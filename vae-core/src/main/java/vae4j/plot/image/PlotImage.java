package vae4j.plot.image;

import static vae4j.data.Checks.requirePositive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One image to be drawn.
 *
 * @param height rows, at least 1
 * @param width pixels in a row, at least 1
 * @param channels 1 for grey or 3 for red, green and blue
 * @param values [height, width, channels] row by row, in [0, 1]; values outside are drawn as the
 *     nearest bound, NaN in magenta. The array is kept, not copied
 */
public record PlotImage(int height, int width, int channels, float[] values) {
  private static final int NAN_COLOUR = 0xff00ff;

  /**
   * Checks the image.
   *
   * @throws IllegalArgumentException if a side is not positive, the channels are neither 1 nor 3,
   *     or the number of values is not the product of all
   */
  public PlotImage {
    requirePositive("height", height);
    requirePositive("width", width);
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, was " + channels);
    }
    if ((long) height * width * channels != values.length) {
      throw new IllegalArgumentException(
          "an image of "
              + shape(height, width, channels)
              + " cannot have "
              + values.length
              + " values");
    }
  }

  /**
   * The images of a batch.
   *
   * @param batch [N, H, W, C], any number type, in [0, 1]; only read, and not closed
   * @return N images, copied
   * @throws IllegalArgumentException if there are not four axes, or C is neither 1 nor 3
   */
  public static List<PlotImage> listOf(INDArray batch) {
    if (batch.rank() != 4) {
      throw new IllegalArgumentException(
          "images must have shape [N, H, W, C], was " + Arrays.toString(batch.shape()));
    }
    float[] values;
    // A copy, as the batch may be a view or lie in another order.
    try (INDArray copy = batch.dup('c')) {
      values = copy.data().asFloat();
    }
    int height = Math.toIntExact(batch.size(1));
    int width = Math.toIntExact(batch.size(2));
    int channels = Math.toIntExact(batch.size(3));
    int size = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    List<PlotImage> images = new ArrayList<>();
    for (int i = 0; i < batch.size(0); i++) {
      float[] one = Arrays.copyOfRange(values, i * size, (i + 1) * size);
      images.add(new PlotImage(height, width, channels, one));
    }
    return List.copyOf(images);
  }

  /** Whether another image has the same height, width and channels. */
  boolean sameShapeAs(PlotImage other) {
    return height == other.height && width == other.width && channels == other.channels;
  }

  /** {@code height×width×channels}, for messages. */
  String shape() {
    return shape(height, width, channels);
  }

  /** A pixel as {@code 0xRRGGBB}. */
  int rgb(int row, int column) {
    int at = (row * width + column) * channels;
    float red = values[at];
    float green = channels == 1 ? red : values[at + 1];
    float blue = channels == 1 ? red : values[at + 2];
    if (Float.isNaN(red) || Float.isNaN(green) || Float.isNaN(blue)) {
      return NAN_COLOUR;
    }
    return level(red) << 16 | level(green) << 8 | level(blue);
  }

  private static int level(float value) {
    return Math.round(Math.min(1f, Math.max(0f, value)) * 255);
  }

  private static String shape(int height, int width, int channels) {
    return height + "×" + width + "×" + channels;
  }
}
