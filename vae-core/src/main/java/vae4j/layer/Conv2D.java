package vae4j.layer;

import vae4j.backend.Activation;
import vae4j.backend.AffineMap;
import vae4j.data.ImageShape;

/**
 * A two-dimensional convolution with {@code same} padding.
 *
 * <p>Kernel {@code [kernel, kernel, in, filters]}, bias {@code [filters]}, input {@code [N, H, W,
 * in]}, output {@code [N, ⌈H/stride⌉, ⌈W/stride⌉, filters]}.
 *
 * @param filters channels of the output, positive
 * @param kernel rows and columns of the kernel, positive
 * @param stride step in both directions, positive
 * @param activation applied to the output
 */
public record Conv2D(int filters, int kernel, int stride, Activation activation)
    implements LayerSpec {
  /**
   * Checks the layer.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public Conv2D {
    LayerSpec.requirePositive("filters", filters);
    LayerSpec.requirePositive("kernel", kernel);
    LayerSpec.requirePositive("stride", stride);
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return map(input).output();
  }

  @Override
  public AffineMap.Convolution map(ImageShape input) {
    if (Math.min(input.height(), input.width()) < stride) {
      throw new IllegalArgumentException(
          "picture too small for the strides: "
              + input
              + " reaches a convolution of stride "
              + stride
              + ", height and width must be at least "
              + stride);
    }
    return new AffineMap.Convolution(input, filters, kernel, kernel, stride);
  }
}
