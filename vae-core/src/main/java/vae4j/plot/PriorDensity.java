package vae4j.plot;

/** The standard normal distribution, which is the prior of every latent vector. */
final class PriorDensity {
  // No generator: nothing is drawn from it.
  private static final org.apache.commons.math3.distribution.NormalDistribution NORMAL =
      new org.apache.commons.math3.distribution.NormalDistribution(null, 0, 1);

  private PriorDensity() {}

  /** φ(z) = exp(−z²/2) / √(2π). */
  static double density(double z) {
    return NORMAL.density(z);
  }

  /** Φ(z), the probability of a number below z. */
  static double cdf(double z) {
    return NORMAL.cumulativeProbability(z);
  }

  /** Φ⁻¹(p), for p in (0, 1). */
  static double quantile(double p) {
    return NORMAL.inverseCumulativeProbability(p);
  }
}
