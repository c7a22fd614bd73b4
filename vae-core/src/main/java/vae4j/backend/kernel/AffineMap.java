package vae4j.backend.kernel;

import vae4j.backend.Backend;
import vae4j.data.ImageShape;

/**
 * The linear part of a layer with weights: a linear map of its input plus a bias per output
 * channel, by shape alone. A {@link Backend} turns it into an {@link AffineKernel}.
 */
public sealed interface AffineMap {
  /** Shape of one input. */
  ImageShape input();

  /** Shape of one output. */
  ImageShape output();

  /** Shape of the weights, Keras's layout. */
  long[] weightsShape();

  /** Length of the bias: the output's channels. */
  default int biasLength() {
    return output().channels();
  }

  /** Number of weights. */
  default long weightsLength() {
    long length = 1;
    for (long dimension : weightsShape()) {
      length *= dimension;
    }
    return length;
  }

  /**
   * A fully connected layer: y = x·W + b, with x flattened in height, width, channel order.
   *
   * <p>Weights {@code [in, out]}, bias {@code [out]}.
   *
   * @param input shape of the input, flattened
   * @param units length of the output
   */
  record Dense(ImageShape input, int units) implements AffineMap {
    @Override
    public ImageShape output() {
      return new ImageShape(1, 1, units);
    }

    @Override
    public long[] weightsShape() {
      return new long[] {input.size(), units};
    }
  }

  /** The zeros around the input of a convolution. */
  enum Padding {
    /** TensorFlow's: {@code output = ⌈input / stride⌉}; where odd, the larger half comes after. */
    SAME,
    /** None: {@code output = ⌊(input − kernel) / stride⌋ + 1}. */
    VALID
  }

  /**
   * A convolution:
   *
   * <pre>y[i, j, o] = b[o] + Σ_{p, q, c} x[i·sh + p − top, j·sw + q − left, c] · W[p, q, c, o]
   * </pre>
   *
   * <p>Weights {@code [kh, kw, in, out]}, bias {@code [out]}. (Strictly a cross-correlation, as in
   * every deep-learning library; Dumoulin and Visin 2016, section 2.)
   *
   * @param input shape of the input
   * @param filters channels of the output
   * @param kernelHeight rows of the window
   * @param kernelWidth columns of the window
   * @param strideHeight step from row to row
   * @param strideWidth step from column to column
   * @param padding of the input
   */
  record Convolution(
      ImageShape input,
      int filters,
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      Padding padding)
      implements AffineMap {
    /**
     * Checks the window.
     *
     * @throws IllegalArgumentException if an unpadded input is smaller than the window
     */
    public Convolution {
      if (padding == Padding.VALID
          && (input.height() < kernelHeight || input.width() < kernelWidth)) {
        throw new IllegalArgumentException(
            String.format(
                "input of a convolution without padding must be at least the window of %d×%d, was %s",
                kernelHeight, kernelWidth, input));
      }
    }

    /**
     * With the same stride in both directions and {@code same} padding.
     *
     * @param input shape of the input
     * @param filters channels of the output
     * @param kernelHeight rows of the window
     * @param kernelWidth columns of the window
     * @param stride step in both directions
     */
    public Convolution(
        ImageShape input, int filters, int kernelHeight, int kernelWidth, int stride) {
      this(input, filters, kernelHeight, kernelWidth, stride, stride, Padding.SAME);
    }

    @Override
    public ImageShape output() {
      return new ImageShape(
          outputs(input.height(), kernelHeight, strideHeight),
          outputs(input.width(), kernelWidth, strideWidth),
          filters);
    }

    @Override
    public long[] weightsShape() {
      return new long[] {kernelHeight, kernelWidth, input.channels(), filters};
    }

    /** Rows of zeros above the input. */
    public int padTop() {
      return padTotal(input.height(), kernelHeight, strideHeight) / 2;
    }

    /** Columns of zeros left of the input. */
    public int padLeft() {
      return padTotal(input.width(), kernelWidth, strideWidth) / 2;
    }

    /** Rows of zeros below the input. */
    public int padBottom() {
      return padTotal(input.height(), kernelHeight, strideHeight) - padTop();
    }

    /** Columns of zeros right of the input. */
    public int padRight() {
      return padTotal(input.width(), kernelWidth, strideWidth) - padLeft();
    }

    private int outputs(int size, int kernel, int stride) {
      return padding == Padding.SAME ? (size + stride - 1) / stride : (size - kernel) / stride + 1;
    }

    private int padTotal(int size, int kernel, int stride) {
      return padding == Padding.SAME
          ? Math.max((outputs(size, kernel, stride) - 1) * stride + kernel - size, 0)
          : 0;
    }
  }

  /**
   * A transposed convolution: the adjoint of a convolution, plus a bias per channel. Its forward
   * pass is the convolution's gradient with respect to its input, its input gradient is the
   * convolution, and its kernel gradient is the convolution's (Dumoulin and Visin 2016, section 4).
   *
   * <p>Weights {@code [kh, kw, out, in]}, bias {@code [out]}. Because the adjoint is taken of a
   * convolution on the wanted output size, any size that the stride rounds up to the input can be
   * had. The adjoint's padding is what is cropped here: {@link Convolution#padTop} rows at the top
   * and {@link Convolution#padBottom} at the bottom, the larger half where they are odd in number.
   *
   * @param adjoint the convolution from this layer's output to its input
   */
  record TransposedConvolution(Convolution adjoint) implements AffineMap {
    @Override
    public ImageShape input() {
      return adjoint.output();
    }

    @Override
    public ImageShape output() {
      return adjoint.input();
    }

    @Override
    public long[] weightsShape() {
      return adjoint.weightsShape();
    }
  }
}
