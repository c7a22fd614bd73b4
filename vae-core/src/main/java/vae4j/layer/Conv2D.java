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
 * A two-dimensional convolution.
 *
 * <p>Weights {@code [kernelHeight, kernelWidth, in, filters]}, bias {@code [filters]}, input {@code
 * [N, H, W, in]}, output {@code [N, h, w, filters]}: with {@code same} padding h =
 * ⌈H/strideHeight⌉, with {@code valid} padding h = ⌊(H − kernelHeight)/strideHeight⌋ + 1, and w
 * likewise.
 *
 * @param filters channels of the output, positive
 * @param kernelHeight rows of the window, positive
 * @param kernelWidth columns of the window, positive
 * @param strideHeight step from row to row, positive
 * @param strideWidth step from column to column, positive
 * @param padding of the input
 * @param activation applied to the output
 */
public record Conv2D(
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
  public Conv2D {
    requirePositive("filters", filters);
    requirePositive("kernel height", kernelHeight);
    requirePositive("kernel width", kernelWidth);
    requirePositive("stride height", strideHeight);
    requirePositive("stride width", strideWidth);
  }

  /**
   * A square window, the same stride in both directions, and {@code same} padding.
   *
   * @param filters channels of the output, positive
   * @param kernel rows and columns of the window, positive
   * @param stride step in both directions, positive
   * @param activation applied to the output
   */
  public Conv2D(int filters, int kernel, int stride, Activation activation) {
    this(filters, kernel, kernel, stride, stride, Padding.SAME, activation);
  }

  @Override
  public Value add(GraphBuilder graph, String name, Value input) {
    ImageShape shape = input.shape();
    if (padding == Padding.SAME && (shape.height() < strideHeight || shape.width() < strideWidth)) {
      throw new IllegalArgumentException(
          String.format(
              "image too small for the strides: %s reaches a convolution of stride %d×%d, height and"
                  + " width must be at least that",
              shape, strideHeight, strideWidth));
    }
    AffineMap map =
        new AffineMap.Convolution(
            shape, filters, kernelHeight, kernelWidth, strideHeight, strideWidth, padding);
    return graph.add(name, new Affine(map, activation), input);
  }
}
