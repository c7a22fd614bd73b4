package vae4j.graph.parameter;

/** The part that a parameter plays in its op. */
public enum Role {
  /** Weights of a linear map, drawn at random at first. */
  WEIGHTS,
  /** Added to an output, 0 at first; also the β of a normalisation. */
  BIAS,
  /** Factor of an output, 1 at first: the γ of a normalisation. */
  SCALE,
  /**
   * Measured in training and moved by no optimiser: running means and variances, a learned output
   * variance.
   */
  STATISTIC;

  /** Whether an optimiser moves it. */
  public boolean trainable() {
    return this != STATISTIC;
  }
}
