package vae4j.backend;

import org.jspecify.annotations.Nullable;

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
   * @param inputGradient [N, input], overwritten; null if nobody wants it
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

  /** Frees scratch memory. */
  @Override
  void close();
}
