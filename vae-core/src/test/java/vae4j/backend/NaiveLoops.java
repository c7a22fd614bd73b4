package vae4j.backend;

import vae4j.backend.kernel.AffineMap;

/** Convolution and its adjoint as nested loops written from the definition, in double. */
public final class NaiveLoops {
  private NaiveLoops() {}

  /**
   * y[n,i,j,o] = b[o] + Σ x[n, i·s+p−top, j·s+q−left, c]·k[p,q,c,o], zero outside.
   *
   * @param map shapes
   * @param batch images
   * @param x [N, H, W, C]
   * @param k [kh, kw, C, F]
   * @param b [F]
   * @return [N, h, w, F]
   */
  public static double[] convolution(
      AffineMap.Convolution map, int batch, double[] x, double[] k, double[] b) {
    double[] y = new double[batch * map.output().size()];
    walk(map, batch, (xi, ki, yi) -> y[yi] += x[xi] * k[ki]);
    for (int i = 0; i < y.length; i++) {
      y[i] += b[i % b.length];
    }
    return y;
  }

  /** The adjoint: each output number goes back, times the kernel, to where it came from. */
  public static double[] adjoint(
      AffineMap.Convolution map, int batch, double[] y, double[] k, double[] b) {
    double[] x = new double[batch * map.input().size()];
    walk(map, batch, (xi, ki, yi) -> x[xi] += y[yi] * k[ki]);
    for (int i = 0; i < x.length; i++) {
      x[i] += b[i % b.length];
    }
    return x;
  }

  /** Every product of the convolution: index of its input, kernel and output number. */
  private interface Product {
    void at(int input, int kernel, int output);
  }

  private static void walk(AffineMap.Convolution map, int batch, Product product) {
    int height = map.input().height();
    int width = map.input().width();
    int channels = map.input().channels();
    int filters = map.filters();
    int rows = map.output().height();
    int columns = map.output().width();
    // TensorFlow's rule: total = max((⌈size/s⌉ − 1)·s + k − size, 0), half of it (rounded down)
    // first.
    boolean same = map.padding() == AffineMap.Padding.SAME;
    int needed = (rows - 1) * map.strideHeight() + map.kernelHeight();
    int top = same ? Math.max(needed - height, 0) / 2 : 0;
    int neededAcross = (columns - 1) * map.strideWidth() + map.kernelWidth();
    int left = same ? Math.max(neededAcross - width, 0) / 2 : 0;
    for (int n = 0; n < batch; n++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          for (int p = 0; p < map.kernelHeight(); p++) {
            for (int q = 0; q < map.kernelWidth(); q++) {
              int y = i * map.strideHeight() + p - top;
              int x = j * map.strideWidth() + q - left;
              if (y < 0 || y >= height || x < 0 || x >= width) {
                continue;
              }
              for (int c = 0; c < channels; c++) {
                for (int o = 0; o < filters; o++) {
                  product.at(
                      ((n * height + y) * width + x) * channels + c,
                      ((p * map.kernelWidth() + q) * channels + c) * filters + o,
                      ((n * rows + i) * columns + j) * filters + o);
                }
              }
            }
          }
        }
      }
    }
  }
}
