package vae4j.loss;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mean of losses over images, batch by batch; a short batch weighs as much as it has images.
 */
public final class LossMean {
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private final Map<String, Double> weights = new LinkedHashMap<>();
  private long images;

  /** The mean of nothing yet. */
  public LossMean() {}

  /**
   * Adds a batch.
   *
   * @param loss its mean
   * @param count its images
   */
  public void add(LossTerms loss, int count) {
    loss.values().forEach((name, value) -> sums.merge(name, count * value, Double::sum));
    for (String name : loss.weights().keySet()) {
      // A mean of equal numbers is that number, without the rounding of sum and quotient.
      double before = weights.getOrDefault(name, 0.0);
      double share = count / (double) (images + count);
      weights.put(name, before + (loss.weight(name) - before) * share);
    }
    images += count;
  }

  /** Number of images added. */
  public long images() {
    return images;
  }

  /**
   * The mean over all images added.
   *
   * @throws IllegalStateException if there were none
   */
  public LossTerms mean() {
    if (images == 0) {
      throw new IllegalStateException("the mean of no images was asked for");
    }
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum / images));
    return new LossTerms(means, weights);
  }
}
