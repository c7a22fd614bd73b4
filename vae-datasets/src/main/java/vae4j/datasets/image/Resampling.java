package vae4j.datasets.image;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Changes an image's size while its rows come in, first along its columns and then along its rows.
 *
 * <p>Each new pixel is a weighted mean of the old ones around it, with weights that fall linearly
 * with distance. Where an image is made smaller, the weights reach as many times farther as it
 * shrinks, so that every old pixel counts and fine patterns are averaged instead of aliased (the
 * triangle filter of Heckbert 1989, "Fundamentals of texture mapping and image warping", section
 * 3.5). Where it is made larger, this is bilinear interpolation. Pixels beyond the edge do not
 * count.
 *
 * <p>Of the old image no more than one row is held, and of the new one those rows that it counts
 * for: an image of any height can be made smaller in little memory.
 */
final class Resampling {
  private final Weights vertical;
  private final Weights horizontal;
  private final int width;
  private final int newWidth;
  private final int channels;
  private final byte[] values;
  private final Deque<float[]> sums = new ArrayDeque<>();
  private final Deque<float[]> spare = new ArrayDeque<>();
  private final float[] narrow;
  private int firstOpen;
  private int row;

  /** From one size to another. */
  Resampling(int height, int width, int newHeight, int newWidth, int channels) {
    this.vertical = Weights.of(height, newHeight);
    this.horizontal = Weights.of(width, newWidth);
    this.width = width;
    this.newWidth = newWidth;
    this.channels = channels;
    this.values = new byte[newHeight * newWidth * channels];
    this.narrow = new float[newWidth * channels];
  }

  /** Bytes that are held while an image is resized, the result included. */
  static long bytes(int height, int width, int newHeight, int newWidth, int channels) {
    long open = Math.min(newHeight, 3 + 2L * newHeight / height);
    return Float.BYTES * (open * width + newWidth) * channels
        + (long) newHeight * newWidth * channels;
  }

  /**
   * Takes the next row.
   *
   * @param numbers [width, channels]
   */
  void add(float[] numbers) {
    while (firstOpen + sums.size() < vertical.size()
        && vertical.from(firstOpen + sums.size()) <= row) {
      float[] sum = spare.isEmpty() ? new float[width * channels] : spare.remove();
      Arrays.fill(sum, 0);
      sums.add(sum);
    }
    int i = firstOpen;
    for (float[] sum : sums) {
      float weight = vertical.weight(i++, row);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += weight * numbers[k];
      }
    }
    row++;
    while (!sums.isEmpty() && vertical.to(firstOpen) <= row) {
      float[] done = sums.remove();
      finish(done);
      spare.add(done);
      firstOpen++;
    }
  }

  /** The new image, [newHeight, newWidth, channels] in unsigned bytes, once all rows are in. */
  byte[] values() {
    return values;
  }

  private void finish(float[] wide) {
    Arrays.fill(narrow, 0);
    for (int i = 0; i < newWidth; i++) {
      for (int j = horizontal.from(i); j < horizontal.to(i); j++) {
        float weight = horizontal.weight(i, j);
        for (int k = 0; k < channels; k++) {
          narrow[i * channels + k] += weight * wide[j * channels + k];
        }
      }
    }
    int to = firstOpen * narrow.length;
    for (float value : narrow) {
      values[to++] = (byte) Math.min(255, Math.max(0, Math.round(value)));
    }
  }

  /** Which old pixels count for each new one, and how much: they are neighbours, from ≤ j < to. */
  private record Weights(int[] starts, float[][] numbers) {
    static Weights of(int size, int newSize) {
      int[] starts = new int[newSize];
      float[][] numbers = new float[newSize][];
      double scale = (double) size / newSize;
      double reach = Math.max(scale, 1);
      for (int i = 0; i < newSize; i++) {
        double centre = (i + 0.5) * scale;
        int from = Math.max(0, (int) Math.floor(centre - reach));
        int to = Math.min(size, (int) Math.ceil(centre + reach));
        double[] raw = new double[to - from];
        double sum = 0;
        for (int j = from; j < to; j++) {
          raw[j - from] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
          sum += raw[j - from];
        }
        float[] weights = new float[raw.length];
        for (int j = 0; j < raw.length; j++) {
          weights[j] = (float) (raw[j] / sum);
        }
        starts[i] = from;
        numbers[i] = weights;
      }
      return new Weights(starts, numbers);
    }

    int size() {
      return starts.length;
    }

    int from(int i) {
      return starts[i];
    }

    int to(int i) {
      return starts[i] + numbers[i].length;
    }

    float weight(int i, int j) {
      return numbers[i][j - starts[i]];
    }
  }
}
