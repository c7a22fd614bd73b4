package vae4j.backend.kernel;

import vae4j.backend.Backend;

/**
 * Memory that a backend's kernels take for themselves, found without making one. Weights, inputs,
 * outputs and their gradients are not theirs. The numbers are close, and rather too high.
 */
public interface KernelMemory {
  /** Bytes of a number that flows between the layers of a chain. */
  int activationBytes();

  /**
   * Of {@link Backend#affine}.
   *
   * @param map what it computes
   * @param activation applied to the output of the forward pass
   * @param batch images N
   * @param gradients which gradients it computes
   * @return its memory
   */
  MemoryUse affine(AffineMap map, Activation activation, int batch, Gradients gradients);

  /**
   * Of {@link Backend#activation}.
   *
   * @param activation which
   * @param length how many values
   * @return its memory
   */
  MemoryUse activation(Activation activation, long length);

  /**
   * Of the likelihoods.
   *
   * @param batch images N
   * @param pixels numbers in an image D
   * @return its memory, the most that one of them takes
   */
  MemoryUse likelihood(int batch, int pixels);

  /** Which gradients a layer computes. */
  enum Gradients {
    /** None: it only predicts. */
    NONE,
    /** Those of its weights: it is the first layer. */
    WEIGHTS,
    /** Those of its weights and of its input. */
    ALL
  }
}
