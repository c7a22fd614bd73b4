package vae4j.loss;

import vae4j.backend.Backend;
import vae4j.backend.LikelihoodKernel;
import vae4j.backend.Storage;

/** p(x | z): what the decoder's output means for a picture. */
public sealed interface Likelihood {
  /** Each number is a coin, the decoder gives its logit. */
  static Likelihood bernoulli() {
    return new Bernoulli();
  }

  /**
   * The kernel for a batch.
   *
   * @param backend makes it
   * @param batch pictures N
   * @param pixels numbers in a picture D
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
   * The expected values of many pixels, in place.
   *
   * @param backend computes
   * @param outputs what the decoder gave, overwritten with values in [0, 1]; or left alone, and
   *     then {@link #pixel} is to be applied to each
   * @return whether they were overwritten
   */
  default boolean pixels(Backend backend, Storage outputs) {
    return false;
  }

  /**
   * What the loss leaves out of −log p(x | z): nothing but for {@link Gaussian}.
   *
   * @param pixels numbers in a picture D
   * @return nats per image
   */
  default double constant(int pixels) {
    return 0;
  }

  /** Whether it has a learned log-variance among the model's parameters. */
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

  /** A Gaussian whose one variance is learned with the weights. */
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
    public boolean pixels(Backend backend, Storage outputs) {
      backend.sigmoid(outputs);
      return true;
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
      if (!(variance > 0 && variance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("variance must be positive and finite, was " + variance);
      }
    }

    @Override
    public LikelihoodKernel kernel(Backend backend, int batch, int pixels) {
      return backend.gaussian(batch, pixels, variance);
    }

    /**
     * What the reconstruction loss leaves out: D/2 · log 2πσ², in nats per image.
     *
     * @param pixels numbers in a picture D
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
   * Gaussian with one learned variance e^s for all pixels (Rybkin, Daniilidis and Levine 2021,
   * section 3): −log p = ½ Σ [(x − m)²·e^{−s} + s + log 2π], with its constant.
   */
  record GaussianLearnedVariance() implements Likelihood {
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
