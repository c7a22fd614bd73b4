package vae4j.backend.kernel;

import vae4j.backend.Scalar;
import vae4j.backend.Storage;

/**
 * The stochastic layer of a VAE: reparameterised sampling and the KL of the posterior from the
 * standard normal prior, for N images and Z latents (Kingma and Welling 2014, section 2.4 and
 * appendix B).
 *
 * <p>Log-variance ℓ is clamped to [{@value #MIN_LOG_VARIANCE}, {@value #MAX_LOG_VARIANCE}] wherever
 * it is used; outside, its gradient is 0.
 */
public interface LatentKernel extends AutoCloseable {
  /** Smallest log-variance: σ ≈ 3·10⁻⁷. */
  double MIN_LOG_VARIANCE = -30;

  /** Largest log-variance: σ ≈ 22,026. */
  double MAX_LOG_VARIANCE = 20;

  /**
   * A log-variance brought into [{@value #MIN_LOG_VARIANCE}, {@value #MAX_LOG_VARIANCE}].
   *
   * @param logVariance any number; NaN comes through, so that a diverged run is noticed
   * @return the nearest number in the range
   */
  static double clamp(double logVariance) {
    return Math.max(MIN_LOG_VARIANCE, Math.min(MAX_LOG_VARIANCE, logVariance));
  }

  /**
   * z = μ + e^{ℓ/2}·ε and KL = ½ Σ_z (μ² + e^ℓ − 1 − ℓ).
   *
   * @param mean [N, Z]
   * @param logVariance [N, Z]
   * @param noise [N, Z], ε from N(0, 1)
   * @param vector [N, Z], overwritten with z
   * @param kl [N], overwritten with each image's KL in nats
   */
  void forward(Storage mean, Storage logVariance, Storage noise, Storage vector, Storage kl);

  /**
   * ∂μ = ∂z + w·μ and ∂ℓ = ½·∂z·e^{ℓ/2}·ε + w·½·(e^ℓ − 1).
   *
   * @param mean [N, Z]
   * @param logVariance [N, Z]
   * @param noise [N, Z], as in the forward pass
   * @param codeGradient [N, Z]
   * @param klWeight w, the weight of each image's KL in the objective: β / N
   * @param meanGradient [N, Z], overwritten
   * @param logVarianceGradient [N, Z], overwritten
   */
  void backward(
      Storage mean,
      Storage logVariance,
      Storage noise,
      Storage codeGradient,
      Scalar klWeight,
      Storage meanGradient,
      Storage logVarianceGradient);

  /** Frees scratch memory. */
  @Override
  void close();
}
