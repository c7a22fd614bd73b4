package vae4j.loss;

/** The weight β of the divergence as training goes on. */
public sealed interface BetaSchedule {
  /**
   * β at a point of training.
   *
   * @param epoch epochs done, with fractions: 0 at the first step
   * @return β, not negative
   */
  double at(double epoch);

  /** β once training is done. */
  double last();

  /**
   * The same all along (Higgins et al. 2017).
   *
   * @param beta not negative; 1 is the VAE of Kingma and Welling 2014
   * @return the schedule
   * @throws IllegalArgumentException if β is negative or not finite
   */
  static BetaSchedule constant(double beta) {
    return new Constant(beta);
  }

  /**
   * Rises in a line from 0 and stays (Bowman et al. 2016, section 3.1).
   *
   * @param beta the value reached, not negative
   * @param epochs after how many epochs it is reached, positive
   * @return the schedule
   * @throws IllegalArgumentException if a number is out of range
   */
  static BetaSchedule warmUp(double beta, double epochs) {
    return new WarmUp(beta, epochs);
  }

  /**
   * The same all along.
   *
   * @param beta not negative
   */
  record Constant(double beta) implements BetaSchedule {
    /**
     * Checks β.
     *
     * @throws IllegalArgumentException if β is negative or not finite
     */
    public Constant {
      requireBeta(beta);
    }

    @Override
    public double at(double epoch) {
      return beta;
    }

    @Override
    public double last() {
      return beta;
    }

    @Override
    public String toString() {
      return Double.toString(beta);
    }
  }

  /**
   * Rises in a line from 0 and stays.
   *
   * @param beta the value reached
   * @param epochs after how many epochs
   */
  record WarmUp(double beta, double epochs) implements BetaSchedule {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public WarmUp {
      requireBeta(beta);
      if (!(epochs > 0 && epochs < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "warm-up epochs must be positive and finite, was " + epochs);
      }
    }

    @Override
    public double at(double epoch) {
      return beta * Math.min(1, epoch / epochs);
    }

    @Override
    public double last() {
      return beta;
    }

    @Override
    public String toString() {
      return beta + " after a warm-up of " + epochs + " epochs";
    }
  }

  private static void requireBeta(double beta) {
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must be 0 or positive and finite, was " + beta);
    }
  }
}
