package vae4j.eval.disentanglement;

import java.util.Arrays;

/**
 * Numbers in bins that hold about as many each: one for each different number where there are few
 * of them. Bins count up with the numbers.
 */
final class QuantileBins {
  /** Between neighbouring bins, halfway between the numbers on either side. */
  private final double[] edges;

  /** Bins for some numbers. */
  QuantileBins(double[] values, int most) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    long different = Arrays.stream(sorted).distinct().count();
    double[] found = new double[most];
    int count = 0;
    double share = different <= most ? 0 : (double) sorted.length / most;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] > sorted[i - 1] && i >= (count + 1) * share && count < most - 1) {
        found[count++] = sorted[i - 1] + (sorted[i] - sorted[i - 1]) / 2;
      }
    }
    edges = Arrays.copyOf(found, count);
  }

  /** Number of bins, at least 1. */
  int count() {
    return edges.length + 1;
  }

  /** The bin of each number, from 0; numbers beyond the first and last bins are in those. */
  int[] of(double[] values) {
    return Arrays.stream(values).mapToInt(this::bin).toArray();
  }

  private int bin(double value) {
    int place = Arrays.binarySearch(edges, value);
    return place >= 0 ? place : -place - 1;
  }
}
