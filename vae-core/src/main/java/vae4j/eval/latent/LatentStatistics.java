package vae4j.eval.latent;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import vae4j.backend.ParallelLoop;

/**
 * Statistics of the latent dimensions on a split.
 *
 * @param variances Cov_x(E[z | x]), the variance of the means over the images (over N, not N − 1),
 *     [Z]
 * @param information what the latent vectors say of the images; empty for a plain autoencoder
 */
public record LatentStatistics(double[] variances, Optional<LatentInformation> information) {
  /** The variance above which a latent is active. */
  public static final double ACTIVE = 0.01;

  /** Draws that leave a standard error of about 0.02·√Z nats, and less for the information. */
  public static final int DRAWS = 2_000;

  /**
   * Measures a split.
   *
   * @param posteriors of its images
   * @param draws how many of the images have a latent vector drawn, at least 1; more than there are
   *     means all; the work is draws · N · Z
   * @param random chooses them, and their ε; not used by a plain autoencoder
   * @param workers share the work; the result does not depend on their number
   * @return its statistics
   * @throws IllegalArgumentException if draws is not positive
   */
  public static LatentStatistics of(
      Posteriors posteriors, int draws, RandomGenerator random, ParallelLoop workers) {
    requirePositive("draws", draws);
    return new LatentStatistics(
        posteriors.variances(),
        posteriors.logVariance() == null
            ? Optional.empty()
            : Optional.of(LatentInformation.of(posteriors, draws, random, workers)));
  }

  /**
   * Latents whose variance is above {@value #ACTIVE} (Burda, Grosse and Salakhutdinov 2016, section
   * 5.2). Of a plain autoencoder, whose latent vectors have no scale, it says little.
   */
  public int activeUnits() {
    return (int) Arrays.stream(variances).filter(variance -> variance > ACTIVE).count();
  }
}
