package vae4j.layer;

import java.util.List;

/**
 * A named part of the flat parameter vector.
 *
 * @param name such as {@code encoder/conv1/kernel}
 * @param shape its dimensions, C order
 * @param offset index of its first number in the vector
 */
public record Parameter(String name, List<Long> shape, long offset) {
  /** How many numbers it has. */
  public long length() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** Its dimensions as an array. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
