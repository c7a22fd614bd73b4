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

  /** Leaves the gradient as it is. */
  static GradientReducer none() {
    return (backend, gradient, step) -> true;
  }
}
