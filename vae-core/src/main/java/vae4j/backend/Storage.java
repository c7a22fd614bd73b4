package vae4j.backend;

import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vector of numbers in a backend's own memory: on the host for CPU backends, on the device for
 * GPUs. Shapes are the kernels' business.
 */
public interface Storage extends AutoCloseable {
  /** Number of numbers. */
  long length();

  /**
   * A part of this vector that shares its memory. Closing the part does nothing.
   *
   * @param offset first number, from 0
   * @param length how many
   * @return the part
   * @throws IndexOutOfBoundsException if the part is not inside
   */
  Storage slice(long offset, long length);

  /**
   * Copies numbers from the host into this vector.
   *
   * @param values as many numbers as this holds, in any shape and floating type, in C order
   * @throws IllegalArgumentException if their number differs
   */
  void write(INDArray values);

  /**
   * Copies numbers from the heap into this vector.
   *
   * @param values as many numbers as this holds
   * @throws IllegalArgumentException if their number differs
   */
  void write(float[] values);

  /**
   * Copies all numbers to the host.
   *
   * @param shape how to shape them, C order
   * @return a new array of the backend's type, the caller's to close
   */
  INDArray read(long... shape);

  /**
   * Copies all numbers to the heap.
   *
   * @param target where to
   * @param offset place of the first number in it
   * @throws IndexOutOfBoundsException if they do not fit
   */
  void read(float[] target, int offset);

  /**
   * Copies a run of numbers to the heap; the way to look at a long vector without a second one.
   *
   * @param from index of the first in this vector
   * @param target where to
   * @param offset place of the first number in it
   * @param count how many
   * @throws IndexOutOfBoundsException if they do not fit
   */
  default void read(long from, float[] target, int offset, int count) {
    slice(from, count).read(target, offset);
  }

  /**
   * Copies a run of numbers from the heap into this vector.
   *
   * @param to index of the first in this vector
   * @param values where from
   * @param offset place of the first number in it
   * @param count how many
   * @throws IndexOutOfBoundsException if they do not fit
   */
  default void write(long to, float[] values, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, values.length);
    slice(to, count).write(Arrays.copyOfRange(values, offset, offset + count));
  }

  /** Copies all numbers to the host; for short vectors such as the losses of a batch. */
  double[] toDoubles();

  /**
   * Copies all numbers to the heap.
   *
   * @param target as many numbers as this holds
   */
  default void read(double[] target) {
    System.arraycopy(toDoubles(), 0, target, 0, target.length);
  }

  /**
   * Copies numbers from the heap into this vector, rounded to its type.
   *
   * @param values as many numbers as this holds
   * @throws IllegalArgumentException if their number differs
   */
  default void write(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    write(rounded);
  }

  /** Frees the memory. */
  @Override
  void close();
}
