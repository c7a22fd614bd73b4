package vae4j.backend;

import vae4j.data.ImageShape;

/**
 * What a layer with weights computes: a linear map of its input plus a bias per output channel, by
 * shape alone. A {@link Backend} turns it into an {@link AffineKernel}.
 */
public sealed interface AffineMap {
  /** Shape of one input. */
  ImageShape input();

  /** Shape of one output. */
  ImageShape output();

  /** Shape of the kernel array, Keras's layout. */
  long[] kernelShape();

  /** Length of the bias: the output's channels. */
  default int biasLength() {
    return output().channels();
  }

  /** Numbers in the kernel. */
  default long kernelLength() {
    long length = 1;
    for (long dimension : kernelShape()) {
      length *= dimension;
    }
    return length;
  }

  /**
   * A fully connected layer: y = x·W + b, with x flattened in height, width, channel order.
   *
   * <p>Kernel {@code [in, out]}, bias {@code [out]}.
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
    public long[] kernelShape() {
      return new long[] {input.size(), units};
    }
  }

  /**
   * A convolution with TensorFlow's {@code same} padding: {@code output = ⌈input / stride⌉}, and
   *
   * <pre>y[i, j, o] = b[o] + Σ_{p, q, c} x[i·s + p − top, j·s + q − left, c] · K[p, q, c, o]</pre>
   *
   * <p>Kernel {@code [kh, kw, in, out]}, bias {@code [out]}. (Strictly a cross-correlation, as in
   * every deep-learning library; Dumoulin and Visin 2016, section 2.)
   *
   * @param input shape of the input
   * @param filters channels of the output
   * @param kernelHeight rows of the kernel
   * @param kernelWidth columns of the kernel
   * @param stride step in both directions
   */
  record Convolution(ImageShape input, int filters, int kernelHeight, int kernelWidth, int stride)
      implements AffineMap {
    @Override
    public ImageShape output() {
      return new ImageShape(
          ceilDiv(input.height(), stride), ceilDiv(input.width(), stride), filters);
    }

    @Override
    public long[] kernelShape() {
      return new long[] {kernelHeight, kernelWidth, input.channels(), filters};
    }

    /** Rows of zeros above the input. */
    public int padTop() {
      return padTotal(input.height(), kernelHeight) / 2;
    }

    /** Columns of zeros left of the input. */
    public int padLeft() {
      return padTotal(input.width(), kernelWidth) / 2;
    }

    /** Rows of zeros below the input. */
    public int padBottom() {
      return padTotal(input.height(), kernelHeight) - padTop();
    }

    /** Columns of zeros right of the input. */
    public int padRight() {
      return padTotal(input.width(), kernelWidth) - padLeft();
    }

    private static int ceilDiv(int size, int stride) {
      return (size + stride - 1) / stride;
    }

    private int padTotal(int size, int kernel) {
      int outputs = ceilDiv(size, stride);
      return Math.max((outputs - 1) * stride + kernel - size, 0);
    }
  }

  /**
   * A transposed convolution: the adjoint of a convolution, plus a bias per channel. Its forward
   * pass is the convolution's gradient with respect to its input, its input gradient is the
   * convolution, and its kernel gradient is the convolution's (Dumoulin and Visin 2016, section 4).
   *
   * <p>Kernel {@code [kh, kw, out, in]}, bias {@code [out]}. Because the adjoint is taken of a
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
    public long[] kernelShape() {
      return adjoint.kernelShape();
    }
  }
}
