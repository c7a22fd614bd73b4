package vae4j.cuda.library.device;

import vae4j.cuda.library.Direction;
import vae4j.cuda.library.Geometry;

/**
 * How many numbers the tensors of a convolution have.
 *
 * @param input images
 * @param output images
 * @param rows of the weights: taps and input channels
 * @param columns of the weights: output channels
 * @param inputChannels channels of the input
 */
record Extents(long input, long output, int rows, int columns, int inputChannels) {
  static Extents of(Geometry geometry) {
    Geometry.Convolution map = geometry.asConvolution();
    long batch = map.batch();
    return new Extents(
        batch * map.input().size(),
        batch * map.output().size(),
        map.window().height() * map.window().width() * map.input().channels(),
        map.output().channels(),
        map.input().channels());
  }

  long weights() {
    return (long) rows * columns;
  }

  /** Of what is written. */
  long written(Direction direction) {
    return switch (direction) {
      case FORWARD -> output;
      case DATA -> input;
      case WEIGHTS -> weights();
    };
  }

  /** Numbers of a bias added to what is written; none in WEIGHTS. */
  int bias(Direction direction) {
    return direction == Direction.DATA ? inputChannels : columns;
  }
}
