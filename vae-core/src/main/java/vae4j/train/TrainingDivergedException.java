package vae4j.train;

/**
 * A loss or a weight became NaN or infinite, or a loss grew to more than a million times what the
 * training began with. The message names the step, the term, its value and what helps.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long step;
  private final String term;
  private final double value;

  /**
   * A KL.
   *
   * @param step steps done before, from 0
   * @param epoch from 1
   * @param term name of the term
   * @param value NaN, infinite, or out of bounds
   * @param wanted what it should have been
   */
  TrainingDivergedException(long step, int epoch, String term, double value, String wanted) {
    super(
        "training diverged at step "
            + step
            + " (epoch "
            + epoch
            + "): "
            + term
            + " was "
            + value
            + ", wanted "
            + wanted
            + "; try a lower learning rate or a warm-up of beta");
    this.step = step;
    this.term = term;
    this.value = value;
  }

  /** Steps done before, from 0. */
  public long step() {
    return step;
  }

  /** Name of the term: {@code reconstruction}, {@code KL} or {@code a weight}. */
  public String term() {
    return term;
  }

  /** NaN, infinite, or out of bounds. */
  public double value() {
    return value;
  }
}
