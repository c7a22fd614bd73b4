package vae4j.cuda.library.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_POINTWISE_MATH_PREC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_POINTWISE_MODE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_POINTWISE_RELU_LOWER_CLIP_SLOPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_POINTWISE_SWISH_BETA;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_POINTWISE_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_ADD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_IDENTITY;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_RELU_FWD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_SWISH_FWD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_TANH_FWD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_DATA_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_POINTWISE_MODE;

import vae4j.backend.kernel.Activation;

/** cuDNN's functions of single numbers, computed in float32. */
final class Activations {
  private Activations() {}

  /** The sum of two tensors. */
  static Descriptor sum() {
    return pointwise(CUDNN_POINTWISE_ADD, "a sum").finish();
  }

  /** An activation. */
  static Descriptor of(Activation activation) {
    Descriptor function = pointwise(mode(activation), activation.toString());
    if (activation instanceof Activation.LeakyRelu leaky) {
      function.setDouble(CUDNN_ATTR_POINTWISE_RELU_LOWER_CLIP_SLOPE, leaky.slope());
    }
    if (activation instanceof Activation.Silu) {
      // x · σ(β · x).
      function.setDouble(CUDNN_ATTR_POINTWISE_SWISH_BETA, 1);
    }
    return function.finish();
  }

  private static int mode(Activation activation) {
    if (activation instanceof Activation.Relu || activation instanceof Activation.LeakyRelu) {
      return CUDNN_POINTWISE_RELU_FWD;
    }
    if (activation instanceof Activation.Silu) {
      return CUDNN_POINTWISE_SWISH_FWD;
    }
    return activation instanceof Activation.Tanh
        ? CUDNN_POINTWISE_TANH_FWD
        : CUDNN_POINTWISE_IDENTITY;
  }

  private static Descriptor pointwise(int mode, String name) {
    return new Descriptor(CUDNN_BACKEND_POINTWISE_DESCRIPTOR, name)
        .setEnum(CUDNN_ATTR_POINTWISE_MODE, CUDNN_TYPE_POINTWISE_MODE, mode)
        .setEnum(CUDNN_ATTR_POINTWISE_MATH_PREC, CUDNN_TYPE_DATA_TYPE, CUDNN_DATA_FLOAT);
  }
}
