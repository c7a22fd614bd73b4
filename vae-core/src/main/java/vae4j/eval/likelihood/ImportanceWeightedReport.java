package vae4j.eval.likelihood;

import vae4j.eval.metric.Estimate;

/**
 * The results of {@link ImportanceWeightedBound}.
 *
 * @param pixels numbers in an image D
 * @param samples K
 * @param bounds log p̂(x) of each image, [N], nats
 * @param effectiveSampleSizes (Σ w)² / Σ w² of each image, [N], from 1 to K; near 1, a single
 *     sample decides, and the bound is loose
 */
public record ImportanceWeightedReport(
    int pixels, int samples, double[] bounds, double[] effectiveSampleSizes) {
  /** The mean bound on log p(x), in nats per image. */
  public Estimate bound() {
    return Estimate.of(bounds);
  }

  /** −{@link #bound} in bits for each of an image's numbers, as {@link ElboReport} counts them. */
  public Estimate bitsPerDimension() {
    return bound().scaled(-1 / (pixels * Math.log(2)), 0);
  }

  /** The mean effective sample size. */
  public Estimate effectiveSampleSize() {
    return Estimate.of(effectiveSampleSizes);
  }
}
