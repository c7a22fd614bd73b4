package vae4j.backend.kernel;

import org.jspecify.annotations.Nullable;
import vae4j.backend.Storage;

/** A {@link Normalization} made for one batch size. */
public interface NormalizationKernel extends AutoCloseable {
  /**
   * Normalises with the mean and variance of the input.
   *
   * @param input [N, H, W, C]
   * @param scale γ, [C]
   * @param bias β, [C]
   * @param output [N, H, W, C], overwritten
   */
  void forward(Storage input, Storage scale, Storage bias, Storage output);

  /**
   * Normalises with given statistics per channel.
   *
   * @param input [N, H, W, C]
   * @param mean μ, [C]
   * @param variance σ², [C]
   * @param scale γ, [C]
   * @param bias β, [C]
   * @param output [N, H, W, C], overwritten
   */
  void forward(
      Storage input, Storage mean, Storage variance, Storage scale, Storage bias, Storage output);

  /**
   * The statistics of the last {@link #forward(Storage, Storage, Storage, Storage)} across a batch.
   *
   * @param mean [C], overwritten
   * @param variance [C], overwritten
   */
  void statistics(Storage mean, Storage variance);

  /**
   * The gradients after {@link #forward(Storage, Storage, Storage, Storage)}.
   *
   * @param input [N, H, W, C], as in the forward pass
   * @param outputGradient [N, H, W, C]
   * @param scale γ, [C]
   * @param inputGradient [N, H, W, C], overwritten; null if it is not wanted
   * @param scaleGradient [C], overwritten with the sum over the batch
   * @param biasGradient [C], overwritten with the sum over the batch
   */
  void backward(
      Storage input,
      Storage outputGradient,
      Storage scale,
      @Nullable Storage inputGradient,
      Storage scaleGradient,
      Storage biasGradient);

  /** Frees scratch memory. */
  @Override
  void close();
}
