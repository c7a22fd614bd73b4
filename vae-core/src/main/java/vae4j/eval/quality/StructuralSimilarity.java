package vae4j.eval.quality;

import java.util.Arrays;
import vae4j.data.ImageShape;

/**
 * The structural similarity of two images (Wang, Bovik, Sheikh and Simoncelli 2004, equation 13 and
 * section III.C):
 *
 * <pre>SSIM = (2 μ_a μ_b + C₁)(2 σ_ab + C₂) / ((μ_a² + μ_b² + C₁)(σ_a² + σ_b² + C₂))</pre>
 *
 * <p>at each place where a window of 11×11 weights, a Gaussian of standard deviation 1.5, fits into
 * the image; C₁ = 0.01² and C₂ = 0.03² for values in [0, 1]. The mean over all places and channels
 * counts. One instance is used by one thread at a time.
 */
public final class StructuralSimilarity {
  /** Rows and columns of the window, and of the smallest image. */
  public static final int WINDOW = 11;

  private static final double DEVIATION = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;
  private static final double[] WEIGHTS = weights();

  private final int height;
  private final int row;
  private final int channels;

  /** a, b, a² + b² and a·b; their columns weighted; their windows weighted. */
  private final double[][] values;

  private final double[] columns;
  private final double[][] windows;

  /**
   * For images of one shape.
   *
   * @param shape at least {@value #WINDOW} pixels high and wide
   * @throws IllegalArgumentException if it is smaller
   */
  public StructuralSimilarity(ImageShape shape) {
    if (!fits(shape)) {
      throw new IllegalArgumentException(
          "images must be at least "
              + WINDOW
              + "×"
              + WINDOW
              + " for the window of SSIM, were "
              + shape);
    }
    height = shape.height();
    row = shape.width() * shape.channels();
    channels = shape.channels();
    int rows = height - WINDOW + 1;
    values = new double[4][shape.size()];
    columns = new double[row];
    windows = new double[4][rows * (row - (WINDOW - 1) * channels)];
  }

  /**
   * Whether images are large enough.
   *
   * @param shape of the images
   * @return whether the window fits into them
   */
  public static boolean fits(ImageShape shape) {
    return Math.min(shape.height(), shape.width()) >= WINDOW;
  }

  /**
   * The similarity of two images.
   *
   * @param a numbers in [0, 1], in height, width, channel order
   * @param b numbers in [0, 1], likewise
   * @param offset where both images start
   * @return from −1 to 1, which equal images have
   */
  public double of(float[] a, float[] b, int offset) {
    for (int i = 0; i < values[0].length; i++) {
      double x = a[offset + i];
      double y = b[offset + i];
      values[0][i] = x;
      values[1][i] = y;
      values[2][i] = x * x + y * y;
      values[3][i] = x * y;
    }
    for (int map = 0; map < 4; map++) {
      weigh(values[map], windows[map]);
    }
    double sum = 0;
    int places = windows[0].length;
    for (int i = 0; i < places; i++) {
      double both = windows[0][i] * windows[1][i];
      double squares = windows[0][i] * windows[0][i] + windows[1][i] * windows[1][i];
      sum +=
          (2 * both + C1)
              * (2 * (windows[3][i] - both) + C2)
              / ((squares + C1) * (windows[2][i] - squares + C2));
    }
    return sum / places;
  }

  /** The weighted sum of each window: first down the columns, then along the row. */
  private void weigh(double[] image, double[] target) {
    int length = row - (WINDOW - 1) * channels;
    for (int i = 0; i <= height - WINDOW; i++) {
      Arrays.fill(columns, 0);
      for (int k = 0; k < WINDOW; k++) {
        addWeighted(WEIGHTS[k], image, (i + k) * row, columns, 0, row);
      }
      Arrays.fill(target, i * length, (i + 1) * length, 0);
      for (int k = 0; k < WINDOW; k++) {
        addWeighted(WEIGHTS[k], columns, k * channels, target, i * length, length);
      }
    }
  }

  private static void addWeighted(
      double weight, double[] source, int from, double[] target, int to, int length) {
    for (int j = 0; j < length; j++) {
      target[to + j] += weight * source[from + j];
    }
  }

  /** e^{−x² / 2·1.5²} at x = −5 to 5, with sum 1. */
  private static double[] weights() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int k = 0; k < WINDOW; k++) {
      int x = k - WINDOW / 2;
      weights[k] = Math.exp(-x * x / (2 * DEVIATION * DEVIATION));
      sum += weights[k];
    }
    for (int k = 0; k < WINDOW; k++) {
      weights[k] /= sum;
    }
    return weights;
  }
}
