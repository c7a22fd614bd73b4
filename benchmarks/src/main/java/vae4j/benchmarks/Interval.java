package vae4j.benchmarks;

import java.util.Arrays;

/**
 * Some figures in short.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
record Interval(double median, double min, double max) {
  /**
   * Of figures.
   *
   * @param values at least one
   * @throws IllegalArgumentException if there are none
   */
  static Interval of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("figures must be at least one, were none");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Interval(median, sorted[0], sorted[sorted.length - 1]);
  }
}
