package vae4j.eval.features;

import java.util.Locale;
import vae4j.backend.ParallelLoop;

/**
 * FID, KID and Inception Score of images against real ones, by one network.
 *
 * <p>What the numbers mean is seen beside those of {@link FeatureReport#real}: no better score can
 * be expected of images that a model made. All three depend on the network, and FID on both numbers
 * of images.
 *
 * @param network the network's name
 * @param images how many were judged
 * @param reference how many real ones they were compared with
 * @param frechet FID: {@link FrechetInceptionDistance}, at least 0, smaller is nearer
 * @param kernel KID: {@link KernelInceptionDistance}, around 0 for images like the real ones
 * @param inception IS of the judged images: {@link InceptionScore}, larger is clearer
 */
public record SampleQuality(
    String network,
    int images,
    int reference,
    double frechet,
    KernelInceptionDistance.Estimate kernel,
    InceptionScore inception) {

  /**
   * Judges images.
   *
   * @param images what is judged
   * @param reference real images
   * @param kernel how KID chooses its subsets
   * @param workers share KID's subsets
   * @return the scores
   * @throws IllegalArgumentException if the two were seen by different networks, or are too few
   */
  public static SampleQuality of(
      FeatureSet images,
      FeatureSet reference,
      KernelInceptionDistance kernel,
      ParallelLoop workers) {
    FeatureSet.requireNetwork(reference.network(), images.network());
    return new SampleQuality(
        reference.network(),
        images.size(),
        reference.size(),
        FrechetInceptionDistance.between(images.moments(), reference.moments()),
        kernel.between(images.features(), reference.features(), workers),
        InceptionScore.of(images.probabilities()));
  }

  /** All three on one line, each with the network's name. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "FID[%1$s] %2$.4f, KID[%1$s] %3$.6f ± %4$.6f, IS[%1$s] %5$.3f ± %6$.3f"
            + " (%7$d images against %8$d)",
        network,
        frechet,
        kernel.mean(),
        kernel.standardError(),
        inception.mean(),
        inception.deviation(),
        images,
        reference);
  }
}
