package vae4j.loss;

import static vae4j.data.Checks.requirePositiveAndFinite;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Backend;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.backend.kernel.LatentKernel;
import vae4j.backend.kernel.LikelihoodKernel;

/** p(x | z): what the decoder's output means for an image. */
public sealed interface Likelihood {
  /** Bernoulli pixels; the decoder's output is the logit. */
  static Likelihood bernoulli() {
    return new Bernoulli();
  }

  /**
   * A likelihood with its default settings; case does not matter.
   *
   * @param name {@code bernoulli}, {@code gaussian} (with σ² = ½: the squared error) or {@code
   *     gaussian-learned-variance}
   * @return the likelihood
   * @throws IllegalArgumentException if there is none of that name
   */
  static Likelihood named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "bernoulli" -> bernoulli();
      case "gaussian" -> gaussian(0.5);
      case "gaussian-learned-variance" -> gaussianLearnedVariance();
      default ->
          throw new IllegalArgumentException(
              "likelihood must be bernoulli, gaussian or gaussian-learned-variance, was " + name);
    };
  }

  /**
   * The kernel for a batch.
   *
   * @param backend makes it
   * @param batch images N
   * @param pixels numbers in an image D
   * @return the kernel, the caller's to close
   */
  LikelihoodKernel kernel(Backend backend, int batch, int pixels);

  /**
   * The expected value of a pixel.
   *
   * @param output what the decoder gave for it
   * @return in [0, 1]
   */
  double pixel(double output);

  /**
   * A kernel for {@link #pixel} of many outputs.
   *
   * @param backend computes
   * @param length how many outputs
   * @return the kernel, the caller's to close; null where there is none
   */
  default @Nullable ActivationKernel pixelKernel(Backend backend, long length) {
    return null;
  }

  /**
   * The part that the loss leaves out of −log p(x | z): nothing but for {@link Gaussian}.
   *
   * @param pixels numbers in an image D
   * @return nats per image
   */
  default double constant(int pixels) {
    return 0;
  }

  /**
   * Whether it has a learned log-variance among the model's parameters. No optimiser moves it; see
   * {@link GaussianLearnedVariance}.
   */
  default boolean learnsVariance() {
    return false;
  }

  /**
   * A Gaussian of fixed variance.
   *
   * @param variance σ², positive; ½ makes the reconstruction loss the squared error
   * @return the likelihood
   */
  static Likelihood gaussian(double variance) {
    return new Gaussian(variance);
  }

  /** A Gaussian whose one variance is the mean squared error on the training images. */
  static Likelihood gaussianLearnedVariance() {
    return new GaussianLearnedVariance();
  }

  /**
   * Bernoulli from logits: −log p = Σ max(l, 0) − l·x + log(1 + e^{−|l|}). For grey values between
   * 0 and 1 this is the binary cross-entropy, not a likelihood (Loaiza-Ganem and Cunningham 2019).
   */
  record Bernoulli() implements Likelihood {
    @Override
    public LikelihoodKernel kernel(Backend backend, int batch, int pixels) {
      return backend.bernoulli(batch, pixels);
    }

    @Override
    public ActivationKernel pixelKernel(Backend backend, long length) {
      return backend.sigmoid(length);
    }

    @Override
    public double pixel(double output) {
      return 1 / (1 + Math.exp(-output));
    }

    @Override
    public String toString() {
      return "bernoulli";
    }
  }

  /**
   * Gaussian of fixed variance: −log p = Σ (x − m)² / 2σ², without the constant {@link #constant},
   * as is the custom.
   *
   * @param variance σ², positive and finite
   */
  record Gaussian(double variance) implements Likelihood {
    /**
     * Checks the variance.
     *
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Gaussian {
      requirePositiveAndFinite("variance", variance);
    }

    @Override
    public LikelihoodKernel kernel(Backend backend, int batch, int pixels) {
      return backend.gaussian(batch, pixels, variance);
    }

    /**
     * The constant that the reconstruction loss leaves out: D/2 · log 2πσ², in nats per image.
     *
     * @param pixels numbers in an image D
     * @return nats; add it to compare with another variance
     */
    @Override
    public double constant(int pixels) {
      return 0.5 * pixels * Math.log(2 * Math.PI * variance);
    }

    @Override
    public double pixel(double output) {
      return clamp(output);
    }

    @Override
    public String toString() {
      return "gaussian";
    }
  }

  /**
   * Gaussian with one learned variance σ² = e^s for all pixels: −log p = ½ Σ [(x − m)²·e^{−s} + s +
   * log 2π], with its constant.
   *
   * <p>For given weights the best variance has a closed form, the mean squared error over images
   * and pixels (Rybkin, Daniilidis and Levine 2021, "Simple and effective VAE training with
   * calibrated decoders", section 3.2). It is used in training instead of a gradient step, which at
   * the learning rate of the weights would take thousands of steps to get there. Here σ² is a
   * running mean over the training batches, so that it depends neither on how a batch is walked
   * through nor much on the last one, and after the last epoch the mean over the whole training set
   * with the trained weights. It stands among the model's parameters, is saved with them, and is
   * what every evaluation uses. The derivative of the loss with respect to σ² is 0 at its best
   * value, so the gradient of the weights is the same whether σ² is held fixed or not.
   */
  record GaussianLearnedVariance() implements Likelihood {
    /**
     * Images that the running mean looks back on. Fewer make it noisy, more make it lag behind the
     * weights.
     */
    private static final double WINDOW = 500;

    /**
     * Smallest s, as the paper's: σ = e^{−6} is 0.6 of one of 255 grey levels, and a smaller one
     * would reward the rounding of the pixels.
     */
    public static final double MIN_LOG_VARIANCE = -12;

    /**
     * The running log-variance after a batch: σ² ← σ² + a·(MSE − σ²), with a = 1 − e^{−N/500}, or 1
     * if no batch has been seen yet, which s = 0 stands for. As ∂loss/∂s = D/2·(1 − MSE/σ²), this
     * is s ← s + log(1 − a·2/D·∂loss/∂s).
     *
     * @param logVariance s before the batch
     * @param slope ∂loss/∂s of the batch's mean loss
     * @param pixels numbers in an image D
     * @param images of the batch N
     * @return s after it, at least {@link #MIN_LOG_VARIANCE}; as it was if the slope is NaN
     */
    public static double next(double logVariance, double slope, int pixels, int images) {
      double share = logVariance == 0 ? 1 : -Math.expm1(-images / WINDOW);
      double next =
          LatentKernel.clamp(logVariance) + Math.log1p(Math.max(-1, -share * 2 * slope / pixels));
      if (Double.isNaN(next)) {
        return logVariance;
      }
      return Math.max(MIN_LOG_VARIANCE, LatentKernel.clamp(next));
    }

    /**
     * The best log-variance for images whose loss is known. As their mean loss is R = D/2·(MSE/σ² +
     * s + log 2π), it is log MSE = s + log(2R/D − s − log 2π).
     *
     * @param logVariance s that the loss was computed with
     * @param reconstruction R, nats per image
     * @param pixels numbers in an image D
     * @return log of the images' mean squared error, at least {@link #MIN_LOG_VARIANCE}
     */
    public static double best(double logVariance, double reconstruction, int pixels) {
      double s = LatentKernel.clamp(logVariance);
      double quotient = 2 * reconstruction / pixels - s - Math.log(2 * Math.PI);
      return Math.max(MIN_LOG_VARIANCE, LatentKernel.clamp(s + Math.log(Math.max(quotient, 0))));
    }

    @Override
    public LikelihoodKernel kernel(Backend backend, int batch, int pixels) {
      return backend.gaussianLearnedVariance(batch, pixels);
    }

    @Override
    public double pixel(double output) {
      return clamp(output);
    }

    @Override
    public boolean learnsVariance() {
      return true;
    }

    @Override
    public String toString() {
      return "gaussian-learned-variance";
    }
  }

  private static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
