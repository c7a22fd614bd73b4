package vae4j.cuda.library;

import java.util.Locale;
import java.util.Optional;
import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

/** The shapes of an affine map on a batch. */
public sealed interface Geometry {
  /**
   * The geometry of a layer's linear part; of a transposed convolution it is that of the
   * convolution underneath, from the layer's output to its input.
   *
   * @param map the linear part
   * @param batch images, positive
   * @return its geometry
   */
  static Geometry of(AffineMap map, int batch) {
    if (map instanceof AffineMap.Dense dense) {
      return new Product(batch, dense.input().size(), dense.units());
    }
    if (map instanceof AffineMap.Convolution convolution) {
      return Convolution.of(convolution, batch);
    }
    return Convolution.of(((AffineMap.TransposedConvolution) map).adjoint(), batch);
  }

  /** The same as a matrix product, if it is one. */
  Optional<Product> asProduct();

  /** The same as a convolution. */
  Convolution asConvolution();

  /**
   * A matrix product y = x · w.
   *
   * @param rows of x and y
   * @param inputs columns of x, rows of w
   * @param outputs columns of w and y
   */
  record Product(int rows, int inputs, int outputs) implements Geometry {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Product {
      requirePositive("rows", rows);
      requirePositive("inputs", inputs);
      requirePositive("outputs", outputs);
    }

    @Override
    public Optional<Product> asProduct() {
      return Optional.of(this);
    }

    @Override
    public Convolution asConvolution() {
      return new Convolution(
          rows,
          new ImageShape(1, 1, inputs),
          new ImageShape(1, 1, outputs),
          new Window(1, 1, 1, 1, 0, 0, 0, 0));
    }

    /** For a key. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "product %dx%dx%d", rows, inputs, outputs);
    }
  }

  /**
   * The window of a convolution.
   *
   * @param height rows of the kernel
   * @param width columns of the kernel
   * @param strideHeight step from row to row
   * @param strideWidth step from column to column
   * @param top rows of zeros above the input
   * @param left columns of zeros left of the input
   * @param bottom rows of zeros below the input
   * @param right columns of zeros right of the input
   */
  record Window(
      int height,
      int width,
      int strideHeight,
      int strideWidth,
      int top,
      int left,
      int bottom,
      int right) {}

  /**
   * A convolution of a batch of images, channels last.
   *
   * @param batch images
   * @param input shape of one input
   * @param output shape of one output
   * @param window kernel, strides and zeros around
   */
  record Convolution(int batch, ImageShape input, ImageShape output, Window window)
      implements Geometry {
    /**
     * Checks that the shapes fit.
     *
     * @throws IllegalArgumentException if the batch is not positive, or the output is not the size
     *     that input and window make
     */
    public Convolution {
      requirePositive("batch", batch);
      requireSize(
          "height",
          output.height(),
          input.height() + window.top() + window.bottom() - window.height(),
          window.strideHeight());
      requireSize(
          "width",
          output.width(),
          input.width() + window.left() + window.right() - window.width(),
          window.strideWidth());
    }

    static Convolution of(AffineMap.Convolution map, int batch) {
      return new Convolution(
          batch,
          map.input(),
          map.output(),
          new Window(
              map.kernelHeight(),
              map.kernelWidth(),
              map.strideHeight(),
              map.strideWidth(),
              map.padTop(),
              map.padLeft(),
              map.padBottom(),
              map.padRight()));
    }

    // output = ⌊(input + zeros − kernel) / stride⌋ + 1.
    private static void requireSize(String name, int size, int room, int stride) {
      int wanted = room < 0 ? 0 : room / stride + 1;
      if (size != wanted) {
        throw new IllegalArgumentException(
            "output " + name + " must be " + wanted + " for this window, was " + size);
      }
    }

    @Override
    public Optional<Product> asProduct() {
      return window.equals(new Window(1, 1, 1, 1, 0, 0, 0, 0))
          ? Optional.of(
              new Product(
                  Math.multiplyExact(batch, input.height() * input.width()),
                  input.channels(),
                  output.channels()))
          : Optional.empty();
    }

    @Override
    public Convolution asConvolution() {
      return this;
    }

    /** For a key. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "convolution n%d %dx%dx%d to %dx%dx%d window %dx%d stride %dx%d pad %d,%d,%d,%d",
          batch,
          input.height(),
          input.width(),
          input.channels(),
          output.height(),
          output.width(),
          output.channels(),
          window.height(),
          window.width(),
          window.strideHeight(),
          window.strideWidth(),
          window.top(),
          window.left(),
          window.bottom(),
          window.right());
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
