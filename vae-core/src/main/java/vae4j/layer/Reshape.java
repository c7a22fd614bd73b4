package vae4j.layer;

import org.jspecify.annotations.Nullable;
import vae4j.backend.Activation;
import vae4j.backend.AffineMap;
import vae4j.data.ImageShape;

/**
 * The same numbers in another shape; costs nothing.
 *
 * @param target the shape that comes out, as many numbers as go in
 */
public record Reshape(ImageShape target) implements LayerSpec {
  @Override
  public ImageShape outputShape(ImageShape input) {
    if (input.size() != target.size()) {
      throw new IllegalArgumentException(
          "reshape to " + target + " needs " + target.size() + " numbers, was " + input);
    }
    return target;
  }

  @Override
  public @Nullable AffineMap map(ImageShape input) {
    return null;
  }

  @Override
  public Activation activation() {
    return Activation.identity();
  }
}
