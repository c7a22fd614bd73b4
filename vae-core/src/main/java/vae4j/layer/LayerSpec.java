package vae4j.layer;

import org.jspecify.annotations.Nullable;
import vae4j.backend.Activation;
import vae4j.backend.AffineMap;
import vae4j.data.ImageShape;

/** What a layer is, before its input's shape is known. */
public sealed interface LayerSpec permits Dense, Conv2D, Conv2DTranspose, Reshape {
  /** What the layer is called in summaries, such as {@code Conv2D}. */
  default String type() {
    return getClass().getSimpleName();
  }

  /**
   * The shape that comes out.
   *
   * @param input the shape that goes in
   * @return the shape that comes out
   * @throws IllegalArgumentException if the layer cannot take this input
   */
  ImageShape outputShape(ImageShape input);

  /**
   * What the layer computes on this input, before its activation; null for a layer without weights.
   *
   * @param input the shape that goes in
   * @return the map, or null
   */
  @Nullable AffineMap map(ImageShape input);

  /** The function applied to what the map gives. */
  Activation activation();

  /**
   * Checks a layer's number.
   *
   * @param name what it is
   * @param value the number
   * @throws IllegalArgumentException if it is not positive
   */
  static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
