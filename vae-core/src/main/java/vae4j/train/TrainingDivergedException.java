package vae4j.train;

/**
 * A loss became NaN or infinite. The message names the step, the term, its value and what helps.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long step;
  private final String term;
  private final double value;

  /**
   * A divergence.
   *
   * @param step steps done before, from 0
   * @param epoch from 1
   * @param term name of the term
   * @param value NaN or infinite
   */
  public TrainingDivergedException(long step, int epoch, String term, double value) {
    super(
        "training diverged at step "
            + step
            + " (epoch "
            + epoch
            + "): "
            + term
            + " was "
            + value
            + ", wanted a finite number; try a lower learning rate, a warm-up of beta, or check that"
            + " the pictures are in [0, 1]");
    this.step = step;
    this.term = term;
    this.value = value;
  }

  /** Steps done before, from 0. */
  public long step() {
    return step;
  }

  /** Name of the term: {@code reconstruction} or {@code divergence}. */
  public String term() {
    return term;
  }

  /** NaN or infinite. */
  public double value() {
    return value;
  }
}
