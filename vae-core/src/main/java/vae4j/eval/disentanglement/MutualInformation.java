package vae4j.eval.disentanglement;

import java.util.stream.IntStream;

/**
 * Mutual information between latents in bins and factors, from counts.
 *
 * @param nats I(z_j; v_f), [latents][factors], at least 0
 * @param entropies H(v_f) of the factors, [factors]; 0 where one has one value only
 */
record MutualInformation(double[][] nats, double[] entropies) {
  /** Counts, each latent in bins of equal width from its smallest to its largest value. */
  static MutualInformation of(FactorLatents vectors, int bins) {
    int factors = vectors.factors().size();
    double[] entropies = new double[factors];
    for (int f = 0; f < factors; f++) {
      entropies[f] = entropy(counts(vectors.factor(f), vectors.factors().get(f).values()));
    }
    double[][] nats =
        IntStream.range(0, vectors.latents())
            .parallel()
            .mapToObj(j -> row(vectors, j, bins, entropies))
            .toArray(double[][]::new);
    return new MutualInformation(nats, entropies);
  }

  private static double[] row(FactorLatents vectors, int latent, int bins, double[] entropies) {
    int[] bin = binned(vectors.latent(latent), bins);
    double entropy = entropy(counts(bin, bins));
    double[] row = new double[entropies.length];
    for (int f = 0; f < row.length; f++) {
      int values = vectors.factors().get(f).values();
      int[] factor = vectors.factor(f);
      int[] both = new int[bin.length];
      for (int i = 0; i < both.length; i++) {
        both[i] = bin[i] * values + factor[i];
      }
      // I(z; v) = H(z) + H(v) − H(z, v); rounding must not make it negative.
      row[f] = Math.max(0, entropy + entropies[f] - entropy(counts(both, bins * values)));
    }
    return row;
  }

  private static int[] binned(double[] values, int bins) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    int[] binned = new int[values.length];
    if (largest > smallest) {
      for (int i = 0; i < values.length; i++) {
        double place = (values[i] - smallest) / (largest - smallest) * bins;
        binned[i] = Math.min(bins - 1, (int) place);
      }
    }
    return binned;
  }

  private static int[] counts(int[] values, int range) {
    int[] counts = new int[range];
    for (int value : values) {
      counts[value]++;
    }
    return counts;
  }

  /** −Σ p log p, in nats. */
  private static double entropy(int[] counts) {
    int total = 0;
    double sum = 0;
    for (int count : counts) {
      if (count > 0) {
        total += count;
        sum += (double) count * Math.log(count);
      }
    }
    return Math.log(total) - sum / total;
  }

  /** Checks the number of bins. */
  static void requireBins(int bins) {
    if (bins < 2) {
      throw new IllegalArgumentException("bins must be at least 2, was " + bins);
    }
  }
}
