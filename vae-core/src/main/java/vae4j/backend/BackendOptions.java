package vae4j.backend;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * Options of a backend.
 *
 * @param threads CPU threads to use; 0 for as many as there are processors
 * @param precision what it computes in: {@link Precision#FLOAT32}, or another where the backend can
 * @param device the GPU to use, from 0; of no effect on CPU backends
 */
public record BackendOptions(int threads, Precision precision, int device) {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if threads or device is negative
   */
  public BackendOptions {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 or positive, was " + threads);
    }
    if (device < 0) {
      throw new IllegalArgumentException("device must be 0 or positive, was " + device);
    }
  }

  /**
   * On the first GPU, where the backend runs on GPUs.
   *
   * @param threads CPU threads to use; 0 for as many as there are processors
   * @param dataType what to compute in, the type of a precision
   * @throws IllegalArgumentException if threads is negative or the type is of no precision
   */
  public BackendOptions(int threads, DataType dataType) {
    this(threads, Precision.of(dataType), 0);
  }

  /** The type of ND4J's that stands for the precision. */
  public DataType dataType() {
    return precision.dataType();
  }

  /** All processors, float32, the first GPU. */
  public static BackendOptions defaults() {
    return new BackendOptions(0, DataType.FLOAT);
  }

  /**
   * These options with another number of threads.
   *
   * @param threads CPU threads, 0 for as many as there are processors
   * @return the options
   */
  public BackendOptions withThreads(int threads) {
    return new BackendOptions(threads, precision, device);
  }

  /**
   * These options with another precision.
   *
   * @param precision what to compute in
   * @return the options
   */
  public BackendOptions withPrecision(Precision precision) {
    return new BackendOptions(threads, precision, device);
  }

  /**
   * These options on another GPU.
   *
   * @param device the GPU, from 0
   * @return the options
   */
  public BackendOptions withDevice(int device) {
    return new BackendOptions(threads, precision, device);
  }

  /** The number of threads meant: {@code threads}, or the processors where that is 0. */
  public int effectiveThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
