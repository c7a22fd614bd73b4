package vae4j.backend.nd4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vae4j.backend.HostStorage;
import vae4j.backend.LatentKernel;
import vae4j.backend.LikelihoodKernel;
import vae4j.backend.Storage;
import vae4j.backend.Workers;

/**
 * Gaussian likelihood with one learned variance for all pixels (Rybkin, Daniilidis and Levine 2021,
 * "σ-VAE", section 3).
 */
final class HostGaussianLearnedVariance implements LikelihoodKernel {
  private final int batch;
  private final int pixels;
  private final Workers workers;

  /** Σ (x − m)² of each picture. */
  private final double[] squaredErrors;

  HostGaussianLearnedVariance(int batch, int pixels, Workers workers) {
    this.batch = batch;
    this.pixels = pixels;
    this.workers = workers;
    this.squaredErrors = new double[batch];
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
    double raw = HostStorage.of(Objects.requireNonNull(logVariance)).get(0);
    double s =
        Math.max(LatentKernel.MIN_LOG_VARIANCE, Math.min(LatentKernel.MAX_LOG_VARIANCE, raw));
    double precision = Math.exp(-s);
    workers.share(
        batch,
        (from, to, worker) -> {
          for (int n = from; n < to; n++) {
            double sum = 0;
            for (int i = n * pixels; i < (n + 1) * pixels; i++) {
              double difference = mean.get(i) - x.get(i);
              sum += difference * difference;
              if (gradient != null) {
                gradient.set(i, weight * difference * precision);
              }
            }
            squaredErrors[n] = sum;
            // −log p = ½ Σ [(x − m)²·e^{−s} + s + log 2π].
            loss.set(n, 0.5 * (sum * precision + pixels * (s + Math.log(2 * Math.PI))));
          }
        });
    if (logVarianceGradient != null) {
      double sum = 0;
      for (double squaredError : squaredErrors) {
        sum += 0.5 * (pixels - squaredError * precision);
      }
      HostStorage.of(logVarianceGradient).set(0, s == raw ? weight * sum : 0);
    }
  }

  @Override
  public void close() {
    // Holds no memory.
  }
}
