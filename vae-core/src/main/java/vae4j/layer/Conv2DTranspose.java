package vae4j.layer;

import static vae4j.data.Checks.requirePositive;

import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.AffineMap.Padding;
import vae4j.data.ImageShape;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Value;
import vae4j.graph.op.Affine;

/**
 * A two-dimensional transposed convolution that ends at a given size: the adjoint of the {@link
 * Conv2D} from that size to the input's.
 *
 * <p>Weights {@code [kernelHeight, kernelWidth, filters, in]}, bias {@code [filters]}, input {@code
 * [N, h, w, in]}, output {@code [N, height, width, filters]}.
 *
 * <p>With {@code same} padding, of the {@code (h − 1)·stride + kernel} rows that all products
 * together cover, {@code P = max((h − 1)·stride + kernel − height, 0)} are cropped: ⌊P/2⌋ at the
 * top and the other ⌈P/2⌉ at the bottom, as TensorFlow pads the convolution that this is the
 * adjoint of; columns likewise. Where they cover fewer rows than the height, those missing at the
 * bottom are the bias alone. For kernel 3 and stride 2 an even height crops nothing at the top and
 * one row at the bottom, an odd height one row on each side.
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
 * @param kernelHeight rows of the window, positive
 * @param kernelWidth columns of the window, positive
 * @param strideHeight growth of the height, positive
 * @param strideWidth growth of the width, positive
 * @param padding of the convolution that this is the adjoint of
 * @param activation applied to the output
 */
public record Conv2DTranspose(
    int height,
    int width,
    int filters,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    Padding padding,
    Activation activation)
    implements Layer {
  /**
   * Checks the layer.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public Conv2DTranspose {
    requirePositive("height", height);
    requirePositive("width", width);
    requirePositive("filters", filters);
    requirePositive("kernel height", kernelHeight);
    requirePositive("kernel width", kernelWidth);
    requirePositive("stride height", strideHeight);
    requirePositive("stride width", strideWidth);
  }

  /**
   * A square window, the same stride in both directions, and {@code same} padding.
   *
   * @param height rows of the output, positive
   * @param width columns of the output, positive
   * @param filters channels of the output, positive
   * @param kernel rows and columns of the window, positive
   * @param stride growth in both directions, positive
   * @param activation applied to the output
   */
  public Conv2DTranspose(
      int height, int width, int filters, int kernel, int stride, Activation activation) {
    this(height, width, filters, kernel, kernel, stride, stride, Padding.SAME, activation);
  }

  @Override
  public Value add(GraphBuilder graph, String name, Value input) {
    ImageShape output = new ImageShape(height, width, filters);
    AffineMap.Convolution adjoint =
        new AffineMap.Convolution(
            output,
            input.shape().channels(),
            kernelHeight,
            kernelWidth,
            strideHeight,
            strideWidth,
            padding);
    if (!adjoint.output().equals(input.shape())) {
      throw new IllegalArgumentException(
          String.format(
              "transposed convolution of stride %d×%d to %s needs an input of %s, was %s",
              strideHeight, strideWidth, output, adjoint.output(), input.shape()));
    }
    AffineMap map = new AffineMap.TransposedConvolution(adjoint);
    return graph.add(name, new Affine(map, activation), input);
  }
}
