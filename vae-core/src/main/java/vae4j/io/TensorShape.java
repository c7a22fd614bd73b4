package vae4j.io;

import java.util.List;

/**
 * Name and shape of a tensor, without its numbers.
 *
 * @param name such as {@code encoder/conv1/weights}
 * @param shape the length of each axis; empty for a single number
 */
public record TensorShape(String name, List<Long> shape) {
  /** Copies the shape. */
  public TensorShape {
    shape = List.copyOf(shape);
  }
}
