package vae4j.eval.metric;

/**
 * The mean of one number per image, with its standard error.
 *
 * @param mean over the images
 * @param standardError the sample's standard deviation over √count; NaN where count is 1
 * @param count how many numbers, at least 1
 */
public record Estimate(double mean, double standardError, long count) {
  /**
   * The mean of numbers.
   *
   * @param values at least one
   * @return their mean and its standard error
   * @throws IllegalStateException if there are none
   */
  public static Estimate of(double... values) {
    Accumulator accumulator = new Accumulator();
    for (double value : values) {
      accumulator.add(value);
    }
    return accumulator.estimate();
  }

  /**
   * The mean of the same numbers, each times a factor and plus an offset.
   *
   * @param factor such as a change of unit
   * @param offset added after it
   * @return its estimate
   */
  public Estimate scaled(double factor, double offset) {
    return new Estimate(factor * mean + offset, Math.abs(factor) * standardError, count);
  }

  /** Adds up numbers one by one, in float64 and without cancellation (Welford 1962). */
  public static final class Accumulator {
    private long count;
    private double mean;
    private double squares;

    /** Of nothing yet. */
    public Accumulator() {}

    /**
     * Adds a number.
     *
     * @param value of one image
     */
    public void add(double value) {
      count++;
      double before = value - mean;
      mean += before / count;
      // Σ (x − mean)² grows by (x − mean before)(x − mean after).
      squares += before * (value - mean);
    }

    /** The count of numbers added. */
    public long count() {
      return count;
    }

    /**
     * The mean of all numbers added.
     *
     * @throws IllegalStateException if there were none
     */
    public Estimate estimate() {
      if (count == 0) {
        throw new IllegalStateException("the mean of no numbers was asked for");
      }
      double error = count == 1 ? Double.NaN : Math.sqrt(squares / (count - 1) / count);
      return new Estimate(mean, error, count);
    }
  }
}
