package vae4j.backend.kernel;

import vae4j.backend.Storage;

/** Nearest-neighbour upsampling by a whole factor, made for one batch size. */
public interface UpsamplingKernel extends AutoCloseable {
  /**
   * output[n, i, j, c] = input[n, ⌊i / factor⌋, ⌊j / factor⌋, c].
   *
   * @param input [N, H, W, C]
   * @param output [N, factor·H, factor·W, C], overwritten
   */
  void forward(Storage input, Storage output);

  /**
   * The sum of each block of the output's gradient.
   *
   * @param outputGradient [N, factor·H, factor·W, C]
   * @param inputGradient [N, H, W, C], overwritten
   */
  void backward(Storage outputGradient, Storage inputGradient);

  /** Frees scratch memory. */
  @Override
  void close();
}
