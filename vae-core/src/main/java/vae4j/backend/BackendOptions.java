package vae4j.backend;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * How a backend is opened.
 *
 * @param threads CPU threads to use; 0 for as many as there are processors
 * @param dataType {@link DataType#FLOAT}, or {@link DataType#DOUBLE} where it can
 */
public record BackendOptions(int threads, DataType dataType) {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if threads is negative or the type is neither float nor double
   */
  public BackendOptions {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 or positive, was " + threads);
    }
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      throw new IllegalArgumentException("data type must be FLOAT or DOUBLE, was " + dataType);
    }
  }

  /** All processors, float32. */
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
    return new BackendOptions(threads, dataType);
  }

  /** The number of threads meant: {@code threads}, or the processors where that is 0. */
  public int effectiveThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
