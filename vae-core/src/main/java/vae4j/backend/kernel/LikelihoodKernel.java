package vae4j.backend.kernel;

import org.jspecify.annotations.Nullable;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;

/** −log p(x | z) of N images of D numbers each, and its gradient. */
public interface LikelihoodKernel extends AutoCloseable {
  /**
   * The losses of a batch and, where wanted, their gradients.
   *
   * @param output [N, D], what the decoder gave: logits or means
   * @param logVariance [1], the shared log-variance where it is learned, else null
   * @param target [N, D], the images
   * @param losses [N], overwritten with nats per image
   * @param weight of each image's loss in the objective: 1 / N; scales the gradients only
   * @param outputGradient [N, D], overwritten; null for a forward pass alone
   * @param logVarianceGradient [1], overwritten; null where there is none
   */
  void evaluate(
      Storage output,
      @Nullable Storage logVariance,
      Storage target,
      Storage losses,
      Scalar weight,
      @Nullable Storage outputGradient,
      @Nullable Storage logVarianceGradient);

  /** Frees scratch memory. */
  @Override
  void close();
}
