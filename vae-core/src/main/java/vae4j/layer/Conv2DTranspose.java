package vae4j.layer;

import vae4j.backend.Activation;
import vae4j.backend.AffineMap;
import vae4j.data.ImageShape;

/**
 * A two-dimensional transposed convolution with {@code same} padding that ends at a given size.
 *
 * <p>Kernel {@code [kernel, kernel, filters, in]}, bias {@code [filters]}, input {@code [N, h, w,
 * in]}, output {@code [N, height, width, filters]} with {@code ⌈height/stride⌉ = h} and the same
 * for the width, so that it undoes a {@link Conv2D} of any input size.
 *
 * <p>Of the {@code (h − 1)·stride + kernel} rows that all products together cover, {@code P =
 * max((h − 1)·stride + kernel − height, 0)} are cropped: ⌊P/2⌋ at the top and the other ⌈P/2⌉ at
 * the bottom, as TensorFlow pads the convolution that this is the adjoint of; columns likewise,
 * left and right. Where they cover fewer rows than the height, those missing at the bottom are the
 * bias alone. For kernel 3 and stride 2 an even height crops nothing at the top and one row at the
 * bottom, an odd height one row on each side.
 *
 * <p>With {@code height = stride·h} this is Keras's {@code Conv2DTranspose(padding="same")}.
 * PyTorch's {@code ConvTranspose2d(padding=p, output_padding=o)} crops p rows at the top and p − o
 * at the bottom: for kernel 3, stride 2 and an odd height {@code padding=1} is the same layer, but
 * for an even height {@code padding=1, output_padding=1} crops the other side, and {@code
 * padding=0} followed by cutting off the last row and column is the same layer.
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
