package vae4j.eval.features;

import java.util.Locale;
import vae4j.data.ImageDataset;

/**
 * Pictures against real ones in the eyes of one network.
 *
 * <p>What the numbers mean is seen beside those of {@link #ofRealData}: no better score can be
 * expected of pictures that a model made. All three depend on the network, and FID on both numbers
 * of pictures.
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
   * @return the scores
   * @throws IllegalArgumentException if the two were seen by different networks, or are too few
   */
  public static PictureScores of(FeatureSet pictures, FeatureSet reference, KernelDistance kernel) {
    FeatureSet.requireNetwork(reference.network(), pictures.network());
    return new PictureScores(
        reference.network(),
        pictures.size(),
        reference.size(),
        FrechetDistance.between(pictures.moments(), reference.moments()),
        kernel.between(pictures.features(), reference.features()),
        InceptionScore.of(pictures.probabilities()));
  }

  /**
   * What real pictures score: the test set against as many pictures of the training set.
   *
   * @param network looks at both
   * @param train pictures that the network was trained on
   * @param test pictures that it was not
   * @param kernel how KID chooses its subsets
   * @return the scores of the test set
   * @throws IllegalArgumentException if pictures have another shape than 28×28×1 or 32×32×1, or are
   *     too few
   */
  public static PictureScores ofRealData(
      FeatureNetwork network, ImageDataset train, ImageDataset test, KernelDistance kernel) {
    return of(
        FeatureSet.of(network, test), FeatureSet.of(network, train.take(test.size())), kernel);
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
