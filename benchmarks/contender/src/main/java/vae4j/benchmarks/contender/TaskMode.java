package vae4j.benchmarks.contender;

/** The operation that is timed. */
public enum TaskMode {
  /** Epochs of training; the result of a pass is its mean loss, in nats per image. */
  TRAIN,
  /**
   * Mean codes of images, from float arrays on the heap to float arrays on the heap; the result of
   * a pass is the mean square of the codes' numbers.
   */
  ENCODE,
  /**
   * Images of codes, from float arrays on the heap to float arrays on the heap; the result of a
   * pass is the mean square of the pixels.
   */
  DECODE
}
