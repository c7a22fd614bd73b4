package vae4j.backend.kernel;

import org.jspecify.annotations.Nullable;
import vae4j.backend.Storage;

/**
 * One layer with weights, made for one batch size. Arrays have the shapes of its {@link AffineMap}
 * with the batch in front: {@code [N, height, width, channels]}.
 */
public interface AffineKernel extends AutoCloseable {
  /**
   * output = f(A(input; kernel) + bias), with f the activation that the kernel was made with.
   *
   * @param input [N, input]
   * @param kernel the map's kernel
   * @param bias one number per output channel
   * @param output [N, output], overwritten
   */
  void forward(Storage input, Storage kernel, Storage bias, Storage output);

  /**
   * The gradients, given that of A(input; kernel) + bias, before the activation.
   *
   * @param input [N, input], as in the forward pass
   * @param outputGradient [N, output]
   * @param kernel the map's kernel
   * @param inputGradient [N, input], overwritten; null if it is not wanted
   * @param kernelGradient overwritten with the sum over the batch
   * @param biasGradient overwritten with the sum over the batch
   */
  void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient);

  /**
   * The weights or the bias are others than in the last pass: what the kernel has derived from
   * them, such as a copy in another layout, is out of date. A kernel may take them for unchanged as
   * long as this is not called.
   */
  default void weightsChanged() {}

  /** Frees scratch memory. */
  @Override
  void close();
}
