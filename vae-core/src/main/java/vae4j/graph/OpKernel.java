package vae4j.graph;

/** An op made ready for one batch size; it owns its scratch memory and allocates nothing later. */
public interface OpKernel extends AutoCloseable {
  /**
   * Computes outputs and losses.
   *
   * @param operands the arrays of this op
   */
  void forward(Operands operands);

  /**
   * Overwrites the gradients that are wanted, after {@link #forward} with the same operands. The
   * gradient of an output may be changed: nothing reads it later.
   *
   * @param operands the arrays of this op
   */
  void backward(Operands operands);

  /** The weights are others than in the last pass: what was derived from them is out of date. */
  default void weightsChanged() {}

  /** Frees its memory. */
  @Override
  void close();
}
