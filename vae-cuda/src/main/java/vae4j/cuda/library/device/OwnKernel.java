package vae4j.cuda.library.device;

/** A pass on the backend's own kernels, with which candidates are compared. */
public interface OwnKernel {
  /**
   * Launches all of it.
   *
   * @param operands of any address, and of each type that flows between layers
   */
  void run(Operands operands);

  /**
   * Launches what comes after the product alone: the bias is added, then the activation applied.
   *
   * @param written the product, overwritten
   * @param bias address of float32 numbers, 0 for none
   */
  void epilogue(Tensor written, long bias);
}
