package vae4j.eval.probe;

import java.util.Arrays;
import java.util.stream.IntStream;
import vae4j.Vae;
import vae4j.data.ImageDataset;

/**
 * Latent vectors of images whose classes are known.
 *
 * @param vectors [N][Z], finite, N and Z at least 1
 * @param labels [N], class numbers from 0
 */
public record LabelledLatents(float[][] vectors, int[] labels) {
  /**
   * Checks latent vectors and labels.
   *
   * @throws IllegalArgumentException if there are none, if their numbers differ, if latent vectors
   *     differ in length or are not finite, or if a label is missing
   */
  public LabelledLatents {
    requireCodes(vectors);
    if (labels.length != vectors.length) {
      throw new IllegalArgumentException(
          "labels must be as many as latent vectors, were "
              + labels.length
              + " for "
              + vectors.length);
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        throw new IllegalArgumentException(
            "label of latent vector " + i + " must be at least 0, was " + labels[i]);
      }
    }
  }

  /**
   * The latent means of a whole set.
   *
   * @param vae the model
   * @param dataset images of its shape, all with labels
   * @param batchSize images that go through the encoder at a time, at least 1
   * @return latent vectors and labels in the set's order
   * @throws IllegalArgumentException if an image has no label, the data set is empty or of another
   *     shape, or the batch size is not positive
   */
  public static LabelledLatents of(Vae vae, ImageDataset dataset, int batchSize) {
    int[] indices = IntStream.range(0, dataset.size()).toArray();
    int[] labels = Arrays.stream(indices).map(dataset::label).toArray();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == ImageDataset.NO_LABEL) {
        throw new IllegalArgumentException(
            "every image of " + dataset.name() + " must have a label, number " + i + " has none");
      }
    }
    return new LabelledLatents(LatentMeans.means(vae, dataset, batchSize).of(indices), labels);
  }

  /** Number of latent vectors N. */
  public int size() {
    return vectors.length;
  }

  /** Number of latents Z. */
  public int latents() {
    return vectors[0].length;
  }

  /** Number of classes: the largest label and one. */
  public int classes() {
    return Arrays.stream(labels).max().orElseThrow() + 1;
  }

  /** Checks that latent vectors make a matrix of finite numbers. */
  static void requireCodes(float[][] vectors) {
    if (vectors.length == 0 || vectors[0].length == 0) {
      throw new IllegalArgumentException(
          "latent vectors must be [N][Z] with N and Z at least 1, were "
              + (vectors.length == 0 ? "none" : "of no latents"));
    }
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].length != vectors[0].length) {
        throw new IllegalArgumentException(
            "latent vector "
                + i
                + " must have "
                + vectors[0].length
                + " latents, had "
                + vectors[i].length);
      }
      for (int j = 0; j < vectors[i].length; j++) {
        if (!Float.isFinite(vectors[i][j])) {
          throw new IllegalArgumentException(
              "latent vector " + i + " must be finite, latent " + j + " was " + vectors[i][j]);
        }
      }
    }
  }

  /** Checks that other latent vectors have as many latents as these. */
  static void requireLatents(int wanted, float[][] vectors) {
    if (vectors[0].length != wanted) {
      throw new IllegalArgumentException(
          "latent vectors must have "
              + wanted
              + " dimensions as in training, had "
              + vectors[0].length);
    }
  }
}
