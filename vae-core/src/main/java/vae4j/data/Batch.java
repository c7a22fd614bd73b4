package vae4j.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Some images of a data set, put together for one step. Their values have been checked: a model
 * that is given a batch does not look at them again.
 *
 * <p>The batch owns the native memory of its images; {@link Batches} closes a batch when the next
 * one is asked for.
 */
public final class Batch implements AutoCloseable {
  private final INDArray images;
  private final int[] labels;

  /** Of images that have been checked. */
  Batch(INDArray images, int[] labels) {
    this.images = images;
    this.labels = labels;
  }

  /**
   * Puts images together.
   *
   * @param dataset the images
   * @param indices which of them, in this order
   * @return the batch, the caller's to close
   * @throws IndexOutOfBoundsException if an index is not in [0, size)
   * @throws ImageValueException if an image has a number outside [0, 1], or NaN
   * @throws IllegalArgumentException if a label is neither a class nor {@link
   *     ImageDataset#NO_LABEL}
   * @throws java.io.UncheckedIOException if an image's file cannot be read
   */
  public static Batch of(ImageDataset dataset, int... indices) {
    return of(dataset, indices, Binarization.NONE, new SplittableRandom(0));
  }

  /**
   * Puts images together.
   *
   * @param dataset the images
   * @param indices which of them, in this order
   * @param binarization what is done to pixel values, once they have been checked
   * @param random where stochastic binarisation draws from
   * @return the batch, the caller's to close
   * @throws IndexOutOfBoundsException if an index is not in [0, size)
   * @throws ImageValueException if an image has a number outside [0, 1], or NaN
   * @throws IllegalArgumentException if a label is neither a class nor {@link
   *     ImageDataset#NO_LABEL}
   * @throws java.io.UncheckedIOException if an image's file cannot be read
   */
  public static Batch of(
      ImageDataset dataset, int[] indices, Binarization binarization, RandomGenerator random) {
    return of(dataset, indices, binarization, image -> random);
  }

  /**
   * Puts the first images together.
   *
   * @param dataset the images
   * @param count how many, positive; all there are if it is more
   * @param binarization applied to pixel values
   * @param seed of stochastic binarisation
   * @return the batch, the caller's to close
   * @throws ImageValueException if an image has a number outside [0, 1], or NaN
   * @throws java.io.UncheckedIOException if an image's file cannot be read
   */
  public static Batch first(ImageDataset dataset, int count, Binarization binarization, long seed) {
    int[] indices = IntStream.range(0, Math.min(count, dataset.size())).toArray();
    RandomGenerator random = Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, 1);
    return of(dataset, indices, binarization, random);
  }

  /** As {@link #of}, with a stream of random numbers for each image of the batch. */
  static Batch of(
      ImageDataset dataset,
      int[] indices,
      Binarization binarization,
      IntFunction<RandomGenerator> randoms) {
    ImageShape shape = dataset.shape();
    List<String> classes = dataset.labelNames();
    float[] pixels = new float[Math.multiplyExact(indices.length, shape.size())];
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      dataset.read(indices[i], pixels, i * shape.size());
      labels[i] = dataset.label(indices[i]);
      requireLabel(labels[i], classes, indices[i], dataset);
    }
    ImageValues.require(pixels, shape, i -> indices[i], dataset.name());
    for (int i = 0; binarization != Binarization.NONE && i < indices.length; i++) {
      binarization.apply(pixels, i * shape.size(), (i + 1) * shape.size(), randoms.apply(i));
    }
    long[] dimensions = {indices.length, shape.height(), shape.width(), shape.channels()};
    return new Batch(Nd4j.create(pixels, dimensions, 'c'), labels);
  }

  /** The images, [N, H, W, C], float32 in [0, 1]. */
  public INDArray images() {
    return images;
  }

  /** The labels, [N]: class numbers or {@link ImageDataset#NO_LABEL}. */
  public int[] labels() {
    return labels;
  }

  /** Number of images N. */
  public int size() {
    return labels.length;
  }

  /** Frees the images' native memory. */
  @Override
  public void close() {
    if (!images.wasClosed()) {
      images.close();
    }
  }

  /** A data set without names of classes may have any class numbers. */
  private static void requireLabel(
      int label, List<String> classes, int index, ImageDataset dataset) {
    boolean known = label >= 0 && (classes.isEmpty() || label < classes.size());
    if (!known && label != ImageDataset.NO_LABEL) {
      String range = classes.isEmpty() ? "at least 0" : "in [0, " + classes.size() + ")";
      throw new IllegalArgumentException(
          "label of image "
              + index
              + " of "
              + dataset.name()
              + " must be "
              + range
              + ", or "
              + ImageDataset.NO_LABEL
              + " for none, was "
              + label);
    }
  }
}
