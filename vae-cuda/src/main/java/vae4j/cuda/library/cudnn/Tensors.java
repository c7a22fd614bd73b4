package vae4j.cuda.library.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_DATA_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_DIMENSIONS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_IS_VIRTUAL;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_STRIDES;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_UNIQUE_ID;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_TENSOR_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_BFLOAT16;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_HALF;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_DATA_TYPE;

import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.Geometry;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.TensorTypes;
import vae4j.cuda.library.WeightsLayout;

/** A problem's tensors, each with the number by which a plan is given its address. */
final class Tensors {
  static final long INPUT = 'x';
  static final long WEIGHTS = 'w';
  static final long BIAS = 'b';
  static final long OUTPUT = 'y';

  private final Problem problem;
  private final Geometry.Convolution geometry;
  private final WeightsLayout layout;

  /**
   * The tensors of a problem.
   *
   * @param problem the problem
   * @param layout of its weights
   */
  Tensors(Problem problem, WeightsLayout layout) {
    this.problem = problem;
    this.geometry = problem.geometry().asConvolution();
    this.layout = layout;
  }

  /** The number of the one that is written. */
  long written() {
    return switch (problem.direction()) {
      case FORWARD -> OUTPUT;
      case DATA -> INPUT;
      case WEIGHTS -> WEIGHTS;
    };
  }

  /** One that lies in memory. */
  Descriptor real(long number) {
    return describe(number, type(number), layout(number)).finish();
  }

  /** One that passes from operation to operation, with the shape of what is written. */
  Descriptor passing(long number) {
    return describe(number, ElementType.FLOAT32, layout(written()))
        .setFlag(CUDNN_ATTR_TENSOR_IS_VIRTUAL, true)
        .finish();
  }

  private static Descriptor describe(long number, ElementType type, TensorLayout layout) {
    return new Descriptor(CUDNN_BACKEND_TENSOR_DESCRIPTOR, "tensor " + (char) number)
        .setEnum(CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, name(type))
        .setLongs(CUDNN_ATTR_TENSOR_DIMENSIONS, layout.sizes())
        .setLongs(CUDNN_ATTR_TENSOR_STRIDES, layout.strides())
        .setLongs(CUDNN_ATTR_TENSOR_UNIQUE_ID, number)
        .setLongs(CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, Candidate.ALIGNMENT);
  }

  private static int name(ElementType type) {
    return switch (type) {
      case FLOAT32 -> CUDNN_DATA_FLOAT;
      case BFLOAT16 -> CUDNN_DATA_BFLOAT16;
      case FLOAT16 -> CUDNN_DATA_HALF;
    };
  }

  private ElementType type(long number) {
    TensorTypes types = problem.types();
    if (number == INPUT) {
      return types.input();
    }
    if (number == OUTPUT) {
      return types.output();
    }
    return number == BIAS ? types.bias() : types.weights();
  }

  private TensorLayout layout(long number) {
    if (number == INPUT) {
      return TensorLayout.images(geometry.batch(), geometry.input());
    }
    if (number == OUTPUT) {
      return TensorLayout.images(geometry.batch(), geometry.output());
    }
    if (number == WEIGHTS) {
      return TensorLayout.weights(geometry, layout);
    }
    return TensorLayout.channels(
        (written() == INPUT ? geometry.input() : geometry.output()).channels());
  }
}
