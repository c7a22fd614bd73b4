package vae4j.eval.features;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.data.Batches;
import vae4j.data.ImageDataset;

/**
 * Features and class probabilities of many images, which may come in parts. Of an image its
 * features and class probabilities are kept, 0.4 kB.
 */
public final class FeatureSet {
  private static final int BATCH = 100;

  private final String network;
  private final FeatureMoments moments = new FeatureMoments(FeatureNetwork.FEATURES);
  private final List<float[]> features = new ArrayList<>();
  private final List<double[]> probabilities = new ArrayList<>();

  /**
   * No images yet.
   *
   * @param network the network's name
   */
  public FeatureSet(String network) {
    this.network = network;
  }

  /**
   * A whole data set.
   *
   * @param network looks at it
   * @param images of 28×28×1 or 32×32×1
   * @return what it sees
   * @throws IllegalArgumentException if the images have another shape
   */
  public static FeatureSet of(FeatureNetwork network, ImageDataset images) {
    FeatureSet set = new FeatureSet(network.name());
    try (Batches batches = Batches.inOrder(images, BATCH)) {
      while (batches.hasNext()) {
        set.add(network, batches.next().images());
      }
    }
    return set;
  }

  /**
   * Adds images.
   *
   * @param seer the network of this set's name
   * @param images [N, 28, 28, 1] or [N, 32, 32, 1], float32 in [0, 1]; stays the caller's to close
   * @throws IllegalArgumentException if it is another network or the images have another shape
   */
  public void add(FeatureNetwork seer, INDArray images) {
    requireNetwork(network, seer.name());
    FeatureNetwork.Seen seen = seer.look(images);
    moments.add(seen.features());
    features.addAll(List.of(seen.features()));
    probabilities.addAll(List.of(seen.probabilities()));
  }

  /** The network's name. */
  public String network() {
    return network;
  }

  /** Number of images. */
  public int size() {
    return features.size();
  }

  /** Mean and covariance of the features. */
  public FeatureMoments moments() {
    return moments;
  }

  /** The features, [N, F]; the rows are not copied. */
  public float[][] features() {
    return features.toArray(float[][]::new);
  }

  /** The probability of each class, [N, classes]; the rows are not copied. */
  public double[][] probabilities() {
    return probabilities.toArray(double[][]::new);
  }

  static void requireNetwork(String wanted, String found) {
    if (!wanted.equals(found)) {
      throw new IllegalArgumentException(
          "features must be of the network " + wanted + ", were of " + found);
    }
  }
}
