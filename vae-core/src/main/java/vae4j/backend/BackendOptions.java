package vae4j.backend;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * Options of a backend.
 *
 * @param threads CPU threads to use; 0 for as many as there are processors
 * @param dataType {@link DataType#FLOAT}; where the backend can, {@link DataType#DOUBLE} to check
 *     it, or {@link DataType#BFLOAT16}: activations and the weights that they meet in bfloat16;
 *     parameters, gradients of parameters, losses and optimiser in float32
 * @param device the GPU to use, from 0; of no effect on CPU backends
 */
public record BackendOptions(int threads, DataType dataType, int device) {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if threads or device is negative or the type is not one of
   *     these
   */
  public BackendOptions {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 or positive, was " + threads);
    }
    if (device < 0) {
      throw new IllegalArgumentException("device must be 0 or positive, was " + device);
    }
    if (dataType != DataType.FLOAT
        && dataType != DataType.DOUBLE
        && dataType != DataType.BFLOAT16) {
      throw new IllegalArgumentException(
          "data type must be FLOAT, DOUBLE or BFLOAT16, was " + dataType);
    }
  }

  /**
   * On the first GPU, where the backend runs on GPUs.
   *
   * @param threads CPU threads to use; 0 for as many as there are processors
   * @param dataType what to compute in
   */
  public BackendOptions(int threads, DataType dataType) {
    this(threads, dataType, 0);
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
    return new BackendOptions(threads, dataType, device);
  }

  /**
   * These options with another type.
   *
   * @param dataType what to compute in
   * @return the options
   */
  public BackendOptions withDataType(DataType dataType) {
    return new BackendOptions(threads, dataType, device);
  }

  /**
   * These options on another GPU.
   *
   * @param device the GPU, from 0
   * @return the options
   */
  public BackendOptions withDevice(int device) {
    return new BackendOptions(threads, dataType, device);
  }

  /** The number of threads meant: {@code threads}, or the processors where that is 0. */
  public int effectiveThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
