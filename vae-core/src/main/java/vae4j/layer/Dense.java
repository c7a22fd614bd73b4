package vae4j.layer;

import vae4j.backend.Activation;
import vae4j.backend.AffineMap;
import vae4j.data.ImageShape;

/**
 * A fully connected layer: y = f(x·W + b), x flattened in height, width, channel order.
 *
 * <p>Kernel {@code [in, units]}, bias {@code [units]}, output {@code [N, units]}.
 *
 * @param units length of the output, positive
 * @param activation f
 */
public record Dense(int units, Activation activation) implements LayerSpec {
  /**
   * Checks the layer.
   *
   * @throws IllegalArgumentException if units is not positive
   */
  public Dense {
    LayerSpec.requirePositive("units", units);
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return new ImageShape(1, 1, units);
  }

  @Override
  public AffineMap map(ImageShape input) {
    return new AffineMap.Dense(input, units);
  }
}
