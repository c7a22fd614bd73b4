package vae4j.classifiers;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.datasets.FashionMnist;
import vae4j.datasets.Mnist;

/**
 * The training of one classifier. Whoever changes a recipe gives it a new name: scores are named by
 * it, and two classifiers of one name would give two scores of one name.
 */
enum Recipe {
  /** Handwritten digits; a digit in the mirror is none. */
  DIGITS("vae4j-digits-1", "mnist", 1, false, 0.8, 6),

  /** Clothes, which may be worn the other way round. */
  FASHION("vae4j-fashion-1", "fashion-mnist", 0, true, 0.8, 12);

  /** Of weights, order, moves and dropout. */
  static final long SEED = 1;

  private final String weights;
  private final String dataset;
  private final int farthest;
  private final boolean mirrored;
  private final double kept;
  private final int epochs;

  Recipe(String weights, String dataset, int farthest, boolean mirrored, double kept, int epochs) {
    this.weights = weights;
    this.dataset = dataset;
    this.farthest = farthest;
    this.mirrored = mirrored;
    this.kept = kept;
    this.epochs = epochs;
  }

  /** The recipe of a classifier's name. */
  static Recipe named(String name) {
    for (Recipe recipe : values()) {
      if (recipe.weights.equals(name)) {
        return recipe;
      }
    }
    throw new IllegalArgumentException(
        "classifier must be one of " + String.join(", ", names()) + ", was " + name);
  }

  /** The names of all classifiers. */
  static List<String> names() {
    return Arrays.stream(values()).map(recipe -> recipe.weights).collect(Collectors.toList());
  }

  /** The name of the classifier, which its weights and the scores made with it bear. */
  String weights() {
    return weights;
  }

  /** The data set's name. */
  String dataset() {
    return dataset;
  }

  /** The training images as an epoch sees them. */
  ImageDataset moved(ImageDataset images, int epoch) {
    return new ShiftedImages(images, farthest, mirrored, SEED, epoch);
  }

  /** Pixels by which training images are moved at most. */
  int farthest() {
    return farthest;
  }

  /** Whether every other training image is mirrored left to right. */
  boolean mirrored() {
    return mirrored;
  }

  /** The share of inputs that a dense layer keeps while it is trained. */
  double kept() {
    return kept;
  }

  /** Passes over the training images. */
  int epochs() {
    return epochs;
  }

  /** The 60,000 images to train on, 28×28. */
  ImageDataset train(DataOptions options) throws IOException {
    DataOptions bare = options.withPadded(false);
    return this == DIGITS ? Mnist.train(bare) : FashionMnist.train(bare);
  }

  /** The 10,000 images to test on, 28×28. */
  ImageDataset test(DataOptions options) throws IOException {
    DataOptions bare = options.withPadded(false);
    return this == DIGITS ? Mnist.test(bare) : FashionMnist.test(bare);
  }
}
