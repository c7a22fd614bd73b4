package vae4j.layer;

import org.jspecify.annotations.Nullable;
import vae4j.backend.AffineMap;
import vae4j.data.ImageShape;

/**
 * A layer in its place: with a name, the shapes around it, and where its parameters lie.
 *
 * @param name unique in the model, such as {@code encoder/conv1}
 * @param spec what it is
 * @param input the shape that goes in
 * @param output the shape that comes out
 * @param weights its map and parameters; null for a layer without
 */
public record Layer(
    String name, LayerSpec spec, ImageShape input, ImageShape output, @Nullable Weights weights) {
  /**
   * A layer's parameters.
   *
   * @param map what is computed with them
   * @param kernel shape and place of the kernel
   * @param bias shape and place of the bias
   */
  public record Weights(AffineMap map, Parameter kernel, Parameter bias) {}

  /** How many parameters it has. */
  public long parameterCount() {
    return weights == null ? 0 : weights.kernel().length() + weights.bias().length();
  }
}
