package vae4j.backend.nd4j;

import org.jspecify.annotations.Nullable;
import vae4j.backend.HostStorage;
import vae4j.backend.LikelihoodKernel;
import vae4j.backend.Storage;
import vae4j.backend.Workers;

/** Gaussian likelihood of a fixed variance, without its constant. */
final class HostGaussian implements LikelihoodKernel {
  private final int batch;
  private final int pixels;
  private final double variance;
  private final Workers workers;

  HostGaussian(int batch, int pixels, double variance, Workers workers) {
    this.batch = batch;
    this.pixels = pixels;
    this.variance = variance;
    this.workers = workers;
  }

  @Override
  public void evaluate(
      Storage output,
      @Nullable Storage logVariance,
      Storage target,
      Storage losses,
      double weight,
      @Nullable Storage outputGradient,
      @Nullable Storage logVarianceGradient) {
    HostStorage mean = HostStorage.of(output);
    HostStorage x = HostStorage.of(target);
    HostStorage loss = HostStorage.of(losses);
    HostStorage gradient = outputGradient == null ? null : HostStorage.of(outputGradient);
    workers.share(
        batch,
        (from, to, worker) -> {
          for (int n = from; n < to; n++) {
            double sum = 0;
            for (int i = n * pixels; i < (n + 1) * pixels; i++) {
              double difference = mean.get(i) - x.get(i);
              sum += difference * difference;
              if (gradient != null) {
                gradient.set(i, weight * difference / variance);
              }
            }
            loss.set(n, sum / (2 * variance));
          }
        });
  }

  @Override
  public void close() {
    // Holds no memory.
  }
}
