package vae4j.backend.host;

import org.jspecify.annotations.Nullable;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.LikelihoodKernel;

/** Bernoulli likelihood from logits. */
public final class HostBernoulli implements LikelihoodKernel {
  private final int batch;
  private final int pixels;
  private final ParallelLoop workers;

  /**
   * For one size of batch.
   *
   * @param batch images N
   * @param pixels numbers in an image D
   * @param workers share the images
   */
  public HostBernoulli(int batch, int pixels, ParallelLoop workers) {
    this.batch = batch;
    this.pixels = pixels;
    this.workers = workers;
  }

  @Override
  public void evaluate(
      Storage output,
      @Nullable Storage logVariance,
      Storage target,
      Storage losses,
      Scalar weight,
      @Nullable Storage outputGradient,
      @Nullable Storage logVarianceGradient) {
    HostStorage logits = HostStorage.of(output);
    HostStorage x = HostStorage.of(target);
    HostStorage loss = HostStorage.of(losses);
    HostStorage gradient = outputGradient == null ? null : HostStorage.of(outputGradient);
    double w = weight.get();
    workers.share(
        batch,
        (from, to, worker) -> {
          for (int n = from; n < to; n++) {
            loss.set(n, image(logits, x, n * pixels, w, gradient));
          }
        });
  }

  private double image(
      HostStorage logits, HostStorage x, int from, double weight, @Nullable HostStorage gradient) {
    double sum = 0;
    for (int i = from; i < from + pixels; i++) {
      double l = logits.get(i);
      double e = Math.exp(-Math.abs(l));
      // −log p = softplus(l) − l·x, with softplus(l) = max(l, 0) + log(1 + e^{−|l|}).
      sum += Math.max(l, 0) - l * x.get(i) + Math.log(1 + e);
      if (gradient != null) {
        double sigmoid = l >= 0 ? 1 / (1 + e) : e / (1 + e);
        gradient.set(i, weight * (sigmoid - x.get(i)));
      }
    }
    return sum;
  }

  @Override
  public void close() {
    // Holds no memory.
  }
}
