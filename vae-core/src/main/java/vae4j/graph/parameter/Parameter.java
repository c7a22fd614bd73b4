package vae4j.graph.parameter;

import java.util.List;

/**
 * A named parameter: a part of its group's flat vector.
 *
 * @param name such as {@code encoder/conv1/weights}
 * @param shape dimensions, C order
 * @param role in its op
 * @param group whose vector, gradient and optimiser it shares
 * @param offset index of its first number in that vector
 * @param initial first value of its numbers; of no effect for {@link Role#WEIGHTS}
 */
public record Parameter(
    String name, List<Long> shape, Role role, String group, long offset, double initial) {
  /** The group of what an optimiser moves. */
  public static final String MODEL = "model";

  /** The group of {@link Role#STATISTIC}. */
  public static final String STATISTICS = "statistics";

  /** Number of its numbers. */
  public long length() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** Its dimensions as an array. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** Whether an optimiser moves it. */
  public boolean trainable() {
    return role.trainable();
  }
}
