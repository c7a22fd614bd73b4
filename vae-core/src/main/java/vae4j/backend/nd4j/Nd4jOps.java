package vae4j.backend.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.kernel.AffineMap;

/** ND4J's operations by name, writing into arrays that exist. */
final class Nd4jOps {
  private Nd4jOps() {}

  /** y = conv(x, kernel) + bias; NHWC, kernel [kh, kw, in, out]. */
  static void conv2d(
      AffineMap.Convolution map, INDArray x, INDArray kernel, INDArray bias, INDArray y) {
    run("conv2d", new INDArray[] {x, kernel, bias}, new INDArray[] {y}, arguments(map));
  }

  /** The same without a bias. */
  static void conv2d(AffineMap.Convolution map, INDArray x, INDArray kernel, INDArray y) {
    run("conv2d", new INDArray[] {x, kernel}, new INDArray[] {y}, arguments(map));
  }

  /** All three gradients of {@code conv2d}. */
  static void conv2dBackward(
      AffineMap.Convolution map,
      INDArray x,
      INDArray kernel,
      INDArray bias,
      INDArray yGradient,
      INDArray xGradient,
      INDArray kernelGradient,
      INDArray biasGradient) {
    run(
        "conv2d_bp",
        new INDArray[] {x, kernel, bias, yGradient},
        new INDArray[] {xGradient, kernelGradient, biasGradient},
        arguments(map));
  }

  static void run(String name, INDArray[] inputs, INDArray[] outputs, long... integers) {
    DynamicCustomOp op = new DynamicCustomOp(name, inputs, outputs);
    op.addIArgument(integers);
    Nd4j.exec(op);
  }

  private static long[] arguments(AffineMap.Convolution map) {
    boolean padded = map.padTop() + map.padBottom() + map.padLeft() + map.padRight() > 0;
    long same = padded ? 1 : 0;
    long nhwc = 1;
    long kernelHeightWidthInOut = 0;
    return new long[] {
      map.kernelHeight(),
      map.kernelWidth(),
      map.strideHeight(),
      map.strideWidth(),
      0,
      0,
      1,
      1,
      same,
      nhwc,
      kernelHeightWidthInOut
    };
  }
}
