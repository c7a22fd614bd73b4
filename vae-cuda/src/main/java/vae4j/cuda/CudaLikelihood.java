package vae4j.cuda;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.LikelihoodKernel;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.Launch;

/** The likelihoods, a block of threads for each image. */
final class CudaLikelihood implements LikelihoodKernel {
  private final Kernels kernels;
  private final String kernel;
  private final int batch;
  private final int pixels;
  private final double variance;

  /** Each image's share of the log-variance's gradient, where it is learned. */
  private final @Nullable DeviceStorage slopes;

  private CudaLikelihood(
      Kernels kernels,
      String kernel,
      int batch,
      int pixels,
      double variance,
      @Nullable DeviceStorage slopes) {
    this.kernels = kernels;
    this.kernel = kernel;
    this.batch = batch;
    this.pixels = pixels;
    this.variance = variance;
    this.slopes = slopes;
  }

  static CudaLikelihood bernoulli(Kernels kernels, int batch, int pixels) {
    return new CudaLikelihood(kernels, "bernoulli", batch, pixels, Double.NaN, null);
  }

  static CudaLikelihood gaussian(Kernels kernels, int batch, int pixels, double variance) {
    return new CudaLikelihood(kernels, "gaussian", batch, pixels, variance, null);
  }

  static CudaLikelihood learned(Kernels kernels, DataType type, int batch, int pixels) {
    DeviceStorage slopes = DeviceStorage.allocate(kernels, type, Kind.REAL, batch);
    return new CudaLikelihood(kernels, "gaussian_learned", batch, pixels, Double.NaN, slopes);
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
    long w = DeviceScalar.address(weight);
    Launch launch = kernels.launch(kernel).address(DeviceStorage.address(output));
    if (slopes != null) {
      launch.address(DeviceStorage.address(Objects.requireNonNull(logVariance)));
    }
    launch
        .address(DeviceStorage.address(target))
        .address(DeviceStorage.address(losses))
        .address(w)
        .address(DeviceStorage.address(outputGradient));
    if (slopes != null) {
      launch.address(logVarianceGradient == null ? 0 : slopes.address());
    }
    launch.integer(pixels);
    if (!Double.isNaN(variance)) {
      launch.real(variance);
    }
    launch.grid(batch, 1, 1);
    if (slopes != null && logVarianceGradient != null) {
      kernels
          .launch("sum_values")
          .address(slopes.address())
          .address(DeviceStorage.address(logVarianceGradient))
          .integer(batch)
          .grid(1, 1, 1);
    }
  }

  @Override
  public void close() {
    if (slopes != null) {
      slopes.close();
    }
  }
}
