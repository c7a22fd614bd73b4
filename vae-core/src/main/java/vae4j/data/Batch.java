package vae4j.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Some pictures of a set, put together for one step.
 *
 * <p>The batch owns the native memory of its pictures; {@link Batches} closes a batch when the next
 * one is asked for.
 *
 * @param images [N, H, W, C], float32 in [0, 1]
 * @param labels [N], class numbers or {@link ImageDataset#NO_LABEL}
 */
public record Batch(INDArray images, int[] labels) implements AutoCloseable {
  /**
   * Puts pictures together.
   *
   * @param dataset the pictures
   * @param indices which of them, in this order
   * @return the batch, the caller's to close
   * @throws IndexOutOfBoundsException if an index is not in [0, size)
   * @throws java.io.UncheckedIOException if a picture's file cannot be read
   */
  public static Batch of(ImageDataset dataset, int... indices) {
    return of(dataset, indices, Binarization.NONE, new SplittableRandom(0));
  }

  /**
   * Puts pictures together.
   *
   * @param dataset the pictures
   * @param indices which of them, in this order
   * @param binarization what is done to pixel values
   * @param random where stochastic binarisation draws from
   * @return the batch, the caller's to close
   * @throws IndexOutOfBoundsException if an index is not in [0, size)
   * @throws java.io.UncheckedIOException if a picture's file cannot be read
   */
  public static Batch of(
      ImageDataset dataset, int[] indices, Binarization binarization, RandomGenerator random) {
    ImageShape shape = dataset.shape();
    float[] pixels = new float[Math.multiplyExact(indices.length, shape.size())];
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      dataset.read(indices[i], pixels, i * shape.size());
      labels[i] = dataset.label(indices[i]);
    }
    binarization.apply(pixels, 0, pixels.length, random);
    long[] dimensions = {indices.length, shape.height(), shape.width(), shape.channels()};
    return new Batch(Nd4j.create(pixels, dimensions, 'c'), labels);
  }

  /** Number of pictures N. */
  public int size() {
    return labels.length;
  }

  /** Frees the pictures' native memory. */
  @Override
  public void close() {
    if (!images.wasClosed()) {
      images.close();
    }
  }
}
