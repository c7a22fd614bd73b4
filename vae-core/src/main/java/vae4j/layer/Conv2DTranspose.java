package vae4j.layer;

import vae4j.backend.Activation;
import vae4j.backend.AffineMap;
import vae4j.data.ImageShape;

/**
 * A two-dimensional transposed convolution with {@code same} padding that ends at a given size.
 *
 * <p>Kernel {@code [kernel, kernel, filters, in]}, bias {@code [filters]}, input {@code [N, h, w,
 * in]}, output {@code [N, height, width, filters]} with {@code ⌈height/stride⌉ = h} and the same
 * for the width. With {@code height = stride·h} this is Keras's layer; a smaller height is Keras's
 * layer followed by cropping {@code stride·h − height} rows, so that it undoes a {@link Conv2D} of
 * any input size.
 *
 * @param height rows of the output, positive
 * @param width columns of the output, positive
 * @param filters channels of the output, positive
 * @param kernel rows and columns of the kernel, positive
 * @param stride growth in both directions, positive
 * @param activation applied to the output
 */
public record Conv2DTranspose(
    int height, int width, int filters, int kernel, int stride, Activation activation)
    implements LayerSpec {
  /**
   * Checks the layer.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public Conv2DTranspose {
    LayerSpec.requirePositive("height", height);
    LayerSpec.requirePositive("width", width);
    LayerSpec.requirePositive("filters", filters);
    LayerSpec.requirePositive("kernel", kernel);
    LayerSpec.requirePositive("stride", stride);
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return map(input).output();
  }

  @Override
  public AffineMap.TransposedConvolution map(ImageShape input) {
    ImageShape output = new ImageShape(height, width, filters);
    AffineMap.Convolution adjoint =
        new AffineMap.Convolution(output, input.channels(), kernel, kernel, stride);
    if (!adjoint.output().equals(input)) {
      throw new IllegalArgumentException(
          "transposed convolution of stride "
              + stride
              + " to "
              + output
              + " needs input "
              + adjoint.output()
              + ", was "
              + input);
    }
    return new AffineMap.TransposedConvolution(adjoint);
  }
}
