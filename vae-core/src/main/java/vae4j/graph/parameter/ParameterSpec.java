package vae4j.graph.parameter;

import java.util.Arrays;
import java.util.List;

/**
 * A parameter that an op needs, before it has a place.
 *
 * @param name the last part of its name, such as {@code weights}
 * @param role in the op
 * @param shape dimensions, C order
 * @param initial first value of all its numbers; of no effect for {@link Role#WEIGHTS}
 */
public record ParameterSpec(String name, Role role, List<Long> shape, double initial) {
  /**
   * Weights, drawn at random at first.
   *
   * @param shape dimensions, C order; the last two are channels
   */
  public static ParameterSpec weights(long... shape) {
    return new ParameterSpec("weights", Role.WEIGHTS, dimensions(shape), 0);
  }

  /**
   * A vector that is added, 0 at first.
   *
   * @param length its numbers
   */
  public static ParameterSpec bias(long length) {
    return new ParameterSpec("bias", Role.BIAS, List.of(length), 0);
  }

  /**
   * A vector of factors, 1 at first.
   *
   * @param length its numbers
   */
  public static ParameterSpec scale(long length) {
    return new ParameterSpec("scale", Role.SCALE, List.of(length), 1);
  }

  /**
   * A measured vector.
   *
   * @param name such as {@code running_mean}
   * @param length its numbers
   * @param initial its first values
   */
  public static ParameterSpec statistic(String name, long length, double initial) {
    return new ParameterSpec(name, Role.STATISTIC, List.of(length), initial);
  }

  private static List<Long> dimensions(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
