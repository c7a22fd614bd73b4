package vae4j.train;

import vae4j.backend.Backend;
import vae4j.backend.Storage;

/** A change of the gradient between backward pass and update: clipping, accumulation, a sum. */
@FunctionalInterface
public interface GradientReducer {
  /**
   * Changes the gradient of a step.
   *
   * @param backend whose memory the gradient lies in
   * @param gradient of the trainable parameters, to be changed in place
   * @param step steps done, from 0
   * @return whether the optimiser takes a step now
   */
  boolean reduce(Backend backend, Storage gradient, long step);

  /** Leaves the gradient as it is, the same object each time. */
  static GradientReducer none() {
    return None.NONE;
  }

  /** Leaves the gradient as it is. */
  enum None implements GradientReducer {
    /** The only one. */
    NONE;

    @Override
    public boolean reduce(Backend backend, Storage gradient, long step) {
      return true;
    }
  }
}
