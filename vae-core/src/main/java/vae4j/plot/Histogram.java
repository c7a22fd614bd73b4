package vae4j.plot;

import java.util.Arrays;

/**
 * A histogram with bins of one width.
 *
 * @param low where the first bin begins
 * @param width of each bin, positive
 * @param densities [bins], share of the numbers in each bin divided by its width, so that the area
 *     is 1
 */
record Histogram(double low, double width, double[] densities) {
  private static final int MOST_BINS = 200;
  private static final int FEWEST_BINS = 8;

  /**
   * Counts numbers in bins as wide as Freedman and Diaconis (1981, "On the histogram as a density
   * estimator: L2 theory") advise: 2 · interquartile range · N^(−1/3).
   */
  static Histogram of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a histogram needs at least one number, had none");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    if (!Double.isFinite(least) || !Double.isFinite(most)) {
      throw new IllegalArgumentException(
          "numbers of a histogram must be finite, were from " + least + " to " + most);
    }
    double range = most - least;
    if (!(range > 1e-9 * Math.max(1, Math.abs(most)))) {
      // All the same: one bin around it.
      double only = 1e-3 * Math.max(1, Math.abs(most));
      return new Histogram(least - only / 2, only, new double[] {1 / only});
    }
    double quartiles = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
    double advised = 2 * quartiles / Math.cbrt(sorted.length);
    int bins = (int) Math.max(FEWEST_BINS, Math.min(MOST_BINS, Math.ceil(range / advised)));
    double width = range / bins;
    double[] densities = new double[bins];
    for (double value : sorted) {
      int bin = (int) Math.min(bins - 1, (value - least) / width);
      densities[bin] += 1 / (sorted.length * width);
    }
    return new Histogram(least, width, densities);
  }
}
