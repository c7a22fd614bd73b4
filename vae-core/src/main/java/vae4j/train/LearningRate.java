package vae4j.train;

/** The learning rate as training goes on. */
public sealed interface LearningRate {
  /**
   * The rate of one step.
   *
   * @param step steps done, from 0
   * @param total steps of the whole run
   * @return α, positive
   */
  double at(long step, long total);

  /**
   * The same all along.
   *
   * @param rate α, positive and finite
   * @return the schedule
   * @throws IllegalArgumentException if the rate is not positive and finite
   */
  static LearningRate constant(double rate) {
    return new Constant(rate);
  }

  /**
   * Half a cosine from a rate down to none (Loshchilov and Hutter 2017, equation 5, one cycle).
   *
   * @param first α at the first step, positive and finite
   * @return the schedule
   * @throws IllegalArgumentException if the rate is not positive and finite
   */
  static LearningRate cosine(double first) {
    return new Cosine(first);
  }

  /**
   * The same all along.
   *
   * @param rate α
   */
  record Constant(double rate) implements LearningRate {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if the rate is not positive and finite
     */
    public Constant {
      requireRate(rate);
    }

    @Override
    public double at(long step, long total) {
      return rate;
    }

    @Override
    public String toString() {
      return Double.toString(rate);
    }
  }

  /**
   * Half a cosine.
   *
   * @param first α at the first step
   */
  record Cosine(double first) implements LearningRate {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if the rate is not positive and finite
     */
    public Cosine {
      requireRate(first);
    }

    @Override
    public double at(long step, long total) {
      return 0.5 * first * (1 + Math.cos(Math.PI * step / total));
    }

    @Override
    public String toString() {
      return "cosine:" + first;
    }
  }

  private static void requireRate(double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learning rate must be positive and finite, was " + rate);
    }
  }
}
