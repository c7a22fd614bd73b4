package vae4j.cuda;

import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

/**
 * The convolution under a layer with weights, from images x to images y, and the tiles into which
 * the kernels of {@code affine.cu} divide it. A dense layer is one of 1×1 pixels, a transposed
 * convolution is the adjoint of one.
 *
 * @param batch images N
 * @param input shape of x
 * @param output shape of y
 * @param kernelHeight rows of the window
 * @param kernelWidth columns of the window
 * @param strideHeight step from row to row
 * @param strideWidth step from column to column
 * @param top rows of zeros above x
 * @param left columns of zeros left of x
 */
record Geometry(
    int batch,
    ImageShape input,
    ImageShape output,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int top,
    int left) {
  /** Columns of a tile of {@code column_sums}. */
  static final int COLUMN_TILE = 32;

  /** Up to so many columns are computed by the narrow kernels. */
  private static final int NARROW = 16;

  private static final int TILE = 64;

  static Geometry of(AffineMap map, int batch) {
    if (map instanceof AffineMap.Dense dense) {
      ImageShape input = new ImageShape(1, 1, dense.input().size());
      return new Geometry(batch, input, dense.output(), 1, 1, 1, 1, 0, 0);
    } else if (map instanceof AffineMap.Convolution convolution) {
      return of(convolution, batch);
    } else if (map instanceof AffineMap.TransposedConvolution transposed) {
      return of(transposed.adjoint(), batch);
    }
    throw new IllegalArgumentException("no kernel for " + map);
  }

  private static Geometry of(AffineMap.Convolution map, int batch) {
    return new Geometry(
        batch,
        map.input(),
        map.output(),
        map.kernelHeight(),
        map.kernelWidth(),
        map.strideHeight(),
        map.strideWidth(),
        map.padTop(),
        map.padLeft());
  }

  /** The fields of {@code struct Map} of {@code patches.cuh}. */
  int[] fields() {
    return new int[] {
      batch,
      input.height(),
      input.width(),
      input.channels(),
      output.height(),
      output.width(),
      output.channels(),
      kernelHeight,
      kernelWidth,
      strideHeight,
      strideWidth,
      top,
      left
    };
  }

  boolean narrowInput() {
    return input.channels() <= NARROW;
  }

  boolean narrowOutput() {
    return output.channels() <= NARROW;
  }

  long inputRows() {
    return (long) batch * input.height() * input.width();
  }

  long outputRows() {
    return (long) batch * output.height() * output.width();
  }

  long outputRowTiles() {
    return tiles(outputRows(), TILE);
  }

  int inputColumnTiles() {
    return (int) tiles(input.channels(), narrowInput() ? NARROW : TILE);
  }

  int outputColumnTiles() {
    return (int) tiles(output.channels(), narrowOutput() ? NARROW : TILE);
  }

  /** Pixels of x that are equally far from the windows' first: their rows modulo the stride. */
  int phases() {
    return strideHeight * strideWidth;
  }

  /** Of the largest phase. */
  long phaseRowTiles() {
    long rows = tiles(input.height(), strideHeight);
    return tiles(batch * rows * tiles(input.width(), strideWidth), TILE);
  }

  /** Of the weights' rows: a window's pixels and their channels. */
  int tapTiles() {
    return (int) tiles((long) kernelHeight * kernelWidth * input.channels(), TILE);
  }

  int weightTiles() {
    return tapTiles() * outputColumnTiles();
  }

  private static long tiles(long count, int size) {
    return (count + size - 1) / size;
  }
}
