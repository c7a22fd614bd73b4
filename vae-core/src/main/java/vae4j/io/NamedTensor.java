package vae4j.io;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers with a name and a shape.
 *
 * @param name such as {@code encoder/conv1/weights}; not empty
 * @param shape the length of each axis, each at least 0; empty for a single number
 * @param values the numbers, last axis fastest; as many as the product of the shape. The array is
 *     kept, not copied
 */
public record NamedTensor(String name, List<Long> shape, float[] values) {
  /**
   * Checks the tensor.
   *
   * @throws IllegalArgumentException if the name is empty, an axis is negative or the number of
   *     values is not the product of the shape
   */
  public NamedTensor {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name of a tensor must not be empty");
    }
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(axis -> axis < 0) || elements(shape) != values.length) {
      throw new IllegalArgumentException(
          "tensor " + name + " of shape " + shape + " cannot hold " + values.length + " values");
    }
  }

  /**
   * A tensor with its shape as plain numbers.
   *
   * @param name such as {@code encoder/conv1/weights}; not empty
   * @param values the numbers, last axis fastest; kept, not copied
   * @param shape the length of each axis
   * @return the tensor
   * @throws IllegalArgumentException if the shape does not fit the values
   */
  public static NamedTensor of(String name, float[] values, long... shape) {
    return new NamedTensor(name, LongStream.of(shape).boxed().toList(), values);
  }

  /** The shape as a new array, as ND4J takes it. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** The product of a shape whose axes are not negative, or -1 where it is above 2⁶³ − 1. */
  static long elements(List<Long> shape) {
    if (shape.contains(0L)) {
      return 0;
    }
    long product = 1;
    for (long axis : shape) {
      if (axis > Long.MAX_VALUE / product) {
        return -1;
      }
      product *= axis;
    }
    return product;
  }

  /** Equal name, shape and numbers, NaN being equal to NaN. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NamedTensor tensor
        && name.equals(tensor.name)
        && shape.equals(tensor.shape)
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, shape, Arrays.hashCode(values));
  }

  /** {@code name[2, 3]}, without the numbers. */
  @Override
  public String toString() {
    return name + shape;
  }
}
