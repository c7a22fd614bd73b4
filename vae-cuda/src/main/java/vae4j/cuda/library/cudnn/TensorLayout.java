package vae4j.cuda.library.cudnn;

import vae4j.cuda.library.Geometry;
import vae4j.cuda.library.WeightsLayout;
import vae4j.data.ImageShape;

/**
 * A tensor as cuDNN names it: its axes in cuDNN's order, and for each the distance in memory
 * between neighbours.
 *
 * @param sizes [N, C, H, W] of images, [K, C, R, S] of weights: out, in, rows, columns
 * @param strides of each axis, in numbers
 */
record TensorLayout(long[] sizes, long[] strides) {
  /** A batch of images that lies as [N, H, W, C]. */
  static TensorLayout images(int batch, ImageShape shape) {
    long c = shape.channels();
    long h = shape.height();
    long w = shape.width();
    return new TensorLayout(new long[] {batch, c, h, w}, new long[] {h * w * c, 1, w * c, c});
  }

  /** One number per channel. */
  static TensorLayout channels(int channels) {
    return new TensorLayout(
        new long[] {1, channels, 1, 1}, new long[] {channels, 1, channels, channels});
  }

  /** The weights of a convolution. */
  static TensorLayout weights(Geometry.Convolution geometry, WeightsLayout layout) {
    long k = geometry.output().channels();
    long c = geometry.input().channels();
    long r = geometry.window().height();
    long s = geometry.window().width();
    // With one output channel both are the same, and cuDNN knows the second.
    long[] strides =
        layout == WeightsLayout.OURS && k > 1
            ? new long[] {1, k, s * c * k, c * k}
            : new long[] {r * s * c, 1, s * c, c};
    return new TensorLayout(new long[] {k, c, r, s}, strides);
  }
}
