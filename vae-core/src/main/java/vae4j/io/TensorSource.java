package vae4j.io;

import java.util.List;

/**
 * A tensor to be written whose numbers are asked for a run at a time, so that they need not lie on
 * the heap.
 *
 * @param name such as {@code encoder/conv1/weights}; not empty
 * @param shape the length of each axis, each at least 0; empty for a single number
 * @param values gives the numbers, last axis fastest; the same at every call until the file is
 *     written
 */
public record TensorSource(String name, List<Long> shape, Values values) {
  /** Gives a tensor's numbers. */
  @FunctionalInterface
  public interface Values {
    /**
     * Copies a run of them.
     *
     * @param from index of the first, from 0
     * @param target filled from 0
     * @param count how many
     */
    void read(long from, float[] target, int count);
  }

  /**
   * Checks the tensor.
   *
   * @throws IllegalArgumentException if the name is empty or the shape has a negative axis or more
   *     than 2⁶³ − 1 numbers
   */
  public TensorSource {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name of a tensor must not be empty");
    }
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(axis -> axis < 0) || NamedTensor.elements(shape) < 0) {
      throw new IllegalArgumentException(
          "shape of tensor " + name + " must have axes of at least 0, was " + shape);
    }
  }

  /**
   * A tensor that is on the heap.
   *
   * @param tensor its numbers are not copied
   * @return the source
   */
  public static TensorSource of(NamedTensor tensor) {
    return new TensorSource(
        tensor.name(),
        tensor.shape(),
        (from, target, count) ->
            System.arraycopy(tensor.values(), Math.toIntExact(from), target, 0, count));
  }

  /** Number of numbers: the product of the shape. */
  public long length() {
    return NamedTensor.elements(shape);
  }
}
