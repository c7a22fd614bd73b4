package vae4j.cuda.library;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vae4j.backend.kernel.Activation;

/**
 * What is to be computed: one pass of an affine map.
 *
 * @param geometry its shapes
 * @param direction which pass
 * @param types of the tensors in memory
 * @param epilogue what is done to the result before it is written
 * @param math how products are computed
 */
public record Problem(
    Geometry geometry, Direction direction, TensorTypes types, Epilogue epilogue, MathType math) {
  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException if a tensor that is read is not of the type that the math
   *     multiplies, or an activation follows a gradient with respect to weights
   */
  public Problem {
    requireFactor("input", direction == Direction.DATA ? null : types.input(), math);
    requireFactor("weights", direction == Direction.WEIGHTS ? null : types.weights(), math);
    requireFactor("output", direction == Direction.FORWARD ? null : types.output(), math);
    if (direction == Direction.WEIGHTS && !(epilogue.activation() instanceof Activation.Identity)) {
      throw new IllegalArgumentException(
          "activation of a gradient with respect to weights must be identity, was "
              + epilogue.activation());
    }
  }

  private static void requireFactor(String name, @Nullable ElementType type, MathType math) {
    if (type != null && type != math.factors()) {
      throw new IllegalArgumentException(
          "type of " + name + " must be " + math.factors() + " for " + math + ", was " + type);
    }
  }

  /**
   * With nothing after the product, in the types that the math multiplies.
   *
   * @param geometry its shapes
   * @param direction which pass
   * @param math how products are computed
   * @return the problem
   */
  public static Problem of(Geometry geometry, Direction direction, MathType math) {
    return new Problem(geometry, direction, TensorTypes.of(math.factors()), Epilogue.NONE, math);
  }

  /**
   * The same with another epilogue.
   *
   * @param value what is done to the result
   * @return the problem
   */
  public Problem withEpilogue(Epilogue value) {
    return new Problem(geometry, direction, types, value, math);
  }

  /**
   * The same in other types.
   *
   * @param value of the tensors
   * @return the problem
   */
  public Problem withTypes(TensorTypes value) {
    return new Problem(geometry, direction, value, epilogue, math);
  }

  /** A text that is the same for the same problem, in any process. */
  public String key() {
    return geometry
        + "; "
        + direction.name().toLowerCase(Locale.ROOT)
        + "; "
        + types
        + "; "
        + epilogue
        + "; "
        + math.name().toLowerCase(Locale.ROOT);
  }
}
