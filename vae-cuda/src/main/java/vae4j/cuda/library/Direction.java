package vae4j.cuda.library;

import vae4j.backend.kernel.AffineMap;

/**
 * A pass of a convolution y = x ∗ w, or of a matrix product y = x · w. The names of the tensors
 * stay the same in all three; the pass says which of them is written.
 */
public enum Direction {
  /** Writes the output y. */
  FORWARD,
  /** Writes the gradient with respect to the input x, given that with respect to y. */
  DATA,
  /** Writes the gradient with respect to the weights w, summed over the batch. */
  WEIGHTS;

  /**
   * The pass of the convolution underneath that a pass of a layer is. A transposed convolution runs
   * its convolution backwards: its forward pass writes the convolution's input and its data pass
   * the convolution's output, so its own input is what is called output here.
   *
   * @param map the layer's linear part
   * @return FORWARD and DATA exchanged for a transposed convolution, else the same
   */
  public Direction of(AffineMap map) {
    if (!(map instanceof AffineMap.TransposedConvolution)) {
      return this;
    }
    return switch (this) {
      case FORWARD -> DATA;
      case DATA -> FORWARD;
      case WEIGHTS -> WEIGHTS;
    };
  }
}
