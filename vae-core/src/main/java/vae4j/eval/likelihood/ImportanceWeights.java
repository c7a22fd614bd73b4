package vae4j.eval.likelihood;

/**
 * Importance weights w_k of one image, given as logarithms and forgotten as they come: Σ w and Σ w²
 * as multiples of the largest w so far, which neither overflow nor vanish.
 */
final class ImportanceWeights {
  private long count;
  private double largest = Double.NEGATIVE_INFINITY;
  private double sum;
  private double squares;

  void add(double logWeight) {
    count++;
    if (logWeight > largest) {
      // e^(−∞) = 0 where this is the first.
      double smaller = Math.exp(largest - logWeight);
      sum *= smaller;
      squares *= smaller * smaller;
      largest = logWeight;
    }
    // A weight of 0 adds nothing; NaN comes through, so that a diverged model is noticed.
    if (logWeight != Double.NEGATIVE_INFINITY) {
      double ratio = Math.exp(logWeight - largest);
      sum += ratio;
      squares += ratio * ratio;
    }
  }

  /** log 1/K Σ w. */
  double logMean() {
    return largest + Math.log(sum) - Math.log((double) count);
  }

  /** (Σ w)² / Σ w², from 1 to K (Kish 1965). */
  double effectiveSampleSize() {
    return sum * sum / squares;
  }
}
