package vae4j.data;

import org.nd4j.linalg.api.ndarray.INDArray;

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
