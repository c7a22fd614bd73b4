package vae4j.backend.host;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.LatentKernel;
import vae4j.backend.kernel.LikelihoodKernel;

/**
 * Gaussian likelihood with one variance e^s for all pixels: fixed, and then without its constant,
 * or learned (Rybkin, Daniilidis and Levine 2021, "σ-VAE", section 3).
 */
public final class HostGaussian implements LikelihoodKernel {
  private final int batch;
  private final int pixels;
  private final double fixedVariance;
  private final ParallelLoop workers;

  /** Σ (x − m)² of each image. */
  private final double[] squaredErrors;

  private HostGaussian(int batch, int pixels, double fixedVariance, ParallelLoop workers) {
    this.batch = batch;
    this.pixels = pixels;
    this.fixedVariance = fixedVariance;
    this.workers = workers;
    this.squaredErrors = new double[batch];
  }

  /**
   * Of a fixed variance, without its constant.
   *
   * @param batch images N
   * @param pixels numbers in an image D
   * @param variance σ², positive
   * @param workers share the images
   * @return the kernel
   */
  public static HostGaussian fixed(int batch, int pixels, double variance, ParallelLoop workers) {
    return new HostGaussian(batch, pixels, variance, workers);
  }

  /**
   * Of one learned variance.
   *
   * @param batch images N
   * @param pixels numbers in an image D
   * @param workers share the images
   * @return the kernel
   */
  public static HostGaussian learned(int batch, int pixels, ParallelLoop workers) {
    return new HostGaussian(batch, pixels, Double.NaN, workers);
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
    HostStorage mean = HostStorage.of(output);
    HostStorage x = HostStorage.of(target);
    HostStorage loss = HostStorage.of(losses);
    HostStorage gradient = outputGradient == null ? null : HostStorage.of(outputGradient);
    double w = weight.get();
    boolean learned = Double.isNaN(fixedVariance);
    double raw = learned ? HostStorage.of(Objects.requireNonNull(logVariance)).get(0) : 0;
    double s = LatentKernel.clamp(raw);
    double precision = learned ? Math.exp(-s) : 1 / fixedVariance;
    double constant = learned ? pixels * (s + Math.log(2 * Math.PI)) : 0;
    workers.share(
        batch,
        (from, to, worker) -> {
          for (int n = from; n < to; n++) {
            double sum = 0;
            for (int i = n * pixels; i < (n + 1) * pixels; i++) {
              double difference = mean.get(i) - x.get(i);
              sum += difference * difference;
              if (gradient != null) {
                gradient.set(i, w * difference * precision);
              }
            }
            squaredErrors[n] = sum;
            // −log p = ½ Σ [(x − m)²·e^{−s} + s + log 2π], the last two where s is learned.
            loss.set(n, 0.5 * (sum * precision + constant));
          }
        });
    if (learned && logVarianceGradient != null) {
      double sum = 0;
      for (double squaredError : squaredErrors) {
        sum += 0.5 * (pixels - squaredError * precision);
      }
      HostStorage.of(logVarianceGradient).set(0, s == raw ? w * sum : 0);
    }
  }

  @Override
  public void close() {
    // Holds no native memory.
  }
}
