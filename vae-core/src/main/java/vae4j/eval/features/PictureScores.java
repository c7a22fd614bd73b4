package vae4j.eval.features;

import java.util.Locale;
import vae4j.backend.Workers;

/**
 * Pictures against real ones in the eyes of one network.
 *
 * <p>What the numbers mean is seen beside those of {@link FeatureReport#real}: no better score can
 * be expected of pictures that a model made. All three depend on the network, and FID on both
 * numbers of pictures.
 *
 * @param network the network's name
 * @param pictures how many were judged
 * @param reference how many real ones they were compared with
 * @param frechet FID: {@link FrechetDistance}, at least 0, smaller is nearer
 * @param kernel KID: {@link KernelDistance}, around 0 for pictures like the real ones
 * @param inception IS of the judged pictures: {@link InceptionScore}, larger is clearer
 */
public record PictureScores(
    String network,
    int pictures,
    int reference,
    double frechet,
    KernelDistance.Estimate kernel,
    InceptionScore inception) {

  /**
   * Judges pictures.
   *
   * @param pictures what is judged
   * @param reference real pictures
   * @param kernel how KID chooses its subsets
   * @param workers share KID's subsets
   * @return the scores
   * @throws IllegalArgumentException if the two were seen by different networks, or are too few
   */
  public static PictureScores of(
      FeatureSet pictures, FeatureSet reference, KernelDistance kernel, Workers workers) {
    FeatureSet.requireNetwork(reference.network(), pictures.network());
    return new PictureScores(
        reference.network(),
        pictures.size(),
        reference.size(),
        FrechetDistance.between(pictures.moments(), reference.moments()),
        kernel.between(pictures.features(), reference.features(), workers),
        InceptionScore.of(pictures.probabilities()));
  }

  /** All three on one line, each with the network's name. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "FID[%1$s] %2$.4f, KID[%1$s] %3$.6f ± %4$.6f, IS[%1$s] %5$.3f ± %6$.3f"
            + " (%7$d pictures against %8$d)",
        network,
        frechet,
        kernel.mean(),
        kernel.standardError(),
        inception.mean(),
        inception.deviation(),
        pictures,
        reference);
  }
}
