package vae4j.data;

import static vae4j.data.Checks.requirePositive;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Images of one shape, each found by its index, with or without labels.
 *
 * <p>Implementations are immutable as seen from here and safe to read from several threads at once.
 */
public interface ImageDataset {
  /** The label of an image that has none. */
  int NO_LABEL = -1;

  /** A name for people and for a model's provenance, such as {@code fashion-mnist/train}. */
  String name();

  /** The shape of every image. */
  ImageShape shape();

  /** Number of images. */
  int size();

  /**
   * Rows of zeros that were added above and below each image, and columns left and right of it, to
   * reach {@link #shape()}; they are no data. 0 where none were added.
   */
  default int frame() {
    return 0;
  }

  /**
   * Copies one image.
   *
   * @param index which image, in [0, size)
   * @param target receives {@code shape().size()} numbers in [0, 1], in height, width, channel
   *     order; {@link Batch} refuses others
   * @param offset where in {@code target} the image starts
   * @throws IndexOutOfBoundsException if the index is not in [0, size)
   * @throws java.io.UncheckedIOException if the image's file cannot be read; its message names the
   *     file
   */
  void read(int index, float[] target, int offset);

  /**
   * The class of one image.
   *
   * @param index which image, in [0, size)
   * @return an index into {@link #labelNames()}, or {@link #NO_LABEL}
   */
  int label(int index);

  /** The names of the classes in the order of their numbers; empty where there are no labels. */
  List<String> labelNames();

  /**
   * SHA-256 of what the images are made from, in hexadecimal: of the file's uncompressed bytes, of
   * the list of files, or of the generator's description. It is kept in a model's provenance.
   */
  String sha256();

  /**
   * The first images as one batch, to look at.
   *
   * @param count how many, at least 1; more than there are gives all
   * @return the batch, the caller's to close
   * @throws IllegalArgumentException if the count is not positive
   */
  default Batch first(int count) {
    ImageDataset few = take(count);
    return Batch.of(few, IntStream.range(0, few.size()).toArray());
  }

  /**
   * The images as a model sees them that was trained on binarised ones.
   *
   * @param binarization what is done to pixel values
   * @param seed of stochastic binarisation, in which an image is the same each time
   * @return a view; this set itself where nothing is done
   */
  default ImageDataset binarized(Binarization binarization, long seed) {
    return binarization == Binarization.NONE ? this : new BinarizedImages(this, binarization, seed);
  }

  /**
   * The first images of this set.
   *
   * @param limit how many, at least 1; more than there are gives all
   * @return a view
   * @throws IllegalArgumentException if the limit is not positive
   */
  default ImageDataset take(int limit) {
    requirePositive("limit", limit);
    return limit >= size() ? this : new FirstImages(this, limit);
  }
}
