package vae4j.cuda;

import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.Launch;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.device.Operands;
import vae4j.cuda.library.device.OwnKernel;
import vae4j.cuda.library.device.Tensor;

/**
 * A pass of the convolution under a layer on the kernels of {@code affine.cu}.
 *
 * @param kernels of the GPU
 * @param geometry shapes of the convolution
 * @param direction which tensor is written
 * @param function applied to what is written
 * @param weightSums sums the gradient of the weights
 */
record AffinePass(
    Kernels kernels, Geometry geometry, Direction direction, Function function, Partials weightSums)
    implements OwnKernel {
  @Override
  public void run(Operands operands) {
    switch (direction) {
      case FORWARD -> convolve(operands);
      case DATA -> adjoint(operands);
      case WEIGHTS -> weights(operands);
    }
  }

  /** y = f(conv(x; weights) + bias). */
  private void convolve(Operands operands) {
    Launch launch =
        kernels.launch(geometry.narrowOutput() ? "affine_forward_narrow" : "affine_forward");
    tensor(launch.integers(geometry.fields()), operands.input())
        .address(operands.weights())
        .address(operands.bias());
    function(tensor(launch, operands.output()))
        .grid(geometry.outputRowTiles(), geometry.outputColumnTiles(), 1);
  }

  /** x = f(adjoint of conv(y; weights) + bias). */
  private void adjoint(Operands operands) {
    Launch launch =
        kernels.launch(geometry.narrowInput() ? "affine_adjoint_narrow" : "affine_adjoint");
    tensor(launch.integers(geometry.fields()), operands.output())
        .address(operands.weights())
        .address(operands.bias());
    function(tensor(launch, operands.input()))
        .grid(geometry.phaseRowTiles(), geometry.inputColumnTiles(), geometry.phases());
  }

  /** The gradient of the convolution's weights from its input and the gradient of its output. */
  private void weights(Operands operands) {
    weightSums.sum(
        operands.weights(),
        (partial, splits) -> {
          Launch launch =
              kernels.launch(geometry.narrowOutput() ? "affine_weights_narrow" : "affine_weights");
          tensor(tensor(launch.integers(geometry.fields()), operands.input()), operands.output())
              .address(partial)
              .integer(splits)
              .grid(geometry.tapTiles(), geometry.outputColumnTiles(), splits);
        });
  }

  @Override
  public void epilogue(Tensor written, long bias) {
    boolean output = direction == Direction.FORWARD;
    int columns = (output ? geometry.output() : geometry.input()).channels();
    long length = (output ? geometry.outputRows() : geometry.inputRows()) * columns;
    Launch launch = tensor(kernels.launch("bias_activation"), written).address(bias);
    function(launch.integer(columns)).size(length).over(length);
  }

  private static Launch tensor(Launch launch, Tensor tensor) {
    return launch.address(tensor.address()).integer(kind(tensor.type()).code());
  }

  /** In float64 a number of the kernels' own type counts as float32: no library sees it. */
  private static Kind kind(ElementType type) {
    return switch (type) {
      case FLOAT32 -> Kind.REAL;
      case BFLOAT16 -> Kind.BFLOAT16;
      case FLOAT16 -> Kind.FLOAT16;
    };
  }

  private Launch function(Launch launch) {
    return launch.integer(function.code()).real(function.slope());
  }
}
