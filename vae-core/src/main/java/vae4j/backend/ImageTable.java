package vae4j.backend;

/** The images of a data set in a backend's memory, from which batches are taken by index. */
public interface ImageTable extends AutoCloseable {
  /**
   * Puts a batch together.
   *
   * @param indices [N], whole numbers in [0, size of the data set)
   * @param target [N, D], overwritten with the images
   */
  void gather(Storage indices, Storage target);

  /** Frees the images. */
  @Override
  void close();
}
