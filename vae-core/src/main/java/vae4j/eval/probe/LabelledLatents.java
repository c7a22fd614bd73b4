package vae4j.eval.probe;

import java.util.Arrays;
import java.util.stream.IntStream;
import vae4j.Vae;
import vae4j.data.ImageDataset;

/**
 * Codes of images whose classes are known.
 *
 * @param codes [N][Z], finite, N and Z at least 1
 * @param labels [N], class numbers from 0
 */
public record LabelledLatents(float[][] codes, int[] labels) {
  /**
   * Checks codes and labels.
   *
   * @throws IllegalArgumentException if there are none, if their numbers differ, if codes differ in
   *     length or are not finite, or if a label is missing
   */
  public LabelledLatents {
    requireCodes(codes);
    if (labels.length != codes.length) {
      throw new IllegalArgumentException(
          "labels must be as many as codes, were " + labels.length + " for " + codes.length);
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        throw new IllegalArgumentException(
            "label of code " + i + " must be at least 0, was " + labels[i]);
      }
    }
  }

  /**
   * The mean codes of a whole set.
   *
   * @param vae the model
   * @param dataset images of its shape, all with labels
   * @param batchSize images that go through the encoder at a time, at least 1
   * @return codes and labels in the set's order
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

  /** Number of codes N. */
  public int size() {
    return codes.length;
  }

  /** Number of latents Z. */
  public int latents() {
    return codes[0].length;
  }

  /** Number of classes: the largest label and one. */
  public int classes() {
    return Arrays.stream(labels).max().orElseThrow() + 1;
  }

  /** Checks that codes make a matrix of finite numbers. */
  static void requireCodes(float[][] codes) {
    if (codes.length == 0 || codes[0].length == 0) {
      throw new IllegalArgumentException(
          "codes must be [N][Z] with N and Z at least 1, were "
              + (codes.length == 0 ? "none" : "of no latents"));
    }
    for (int i = 0; i < codes.length; i++) {
      if (codes[i].length != codes[0].length) {
        throw new IllegalArgumentException(
            "code " + i + " must have " + codes[0].length + " latents, had " + codes[i].length);
      }
      for (int j = 0; j < codes[i].length; j++) {
        if (!Float.isFinite(codes[i][j])) {
          throw new IllegalArgumentException(
              "code " + i + " must be finite, latent " + j + " was " + codes[i][j]);
        }
      }
    }
  }

  /** Checks that other codes have as many latents as these. */
  static void requireLatents(int wanted, float[][] codes) {
    if (codes[0].length != wanted) {
      throw new IllegalArgumentException(
          "codes must have " + wanted + " latents as in training, had " + codes[0].length);
    }
  }
}
