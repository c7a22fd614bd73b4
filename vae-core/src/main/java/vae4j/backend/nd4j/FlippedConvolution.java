package vae4j.backend.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Storage;
import vae4j.backend.host.FlippedWeights;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;

/**
 * A convolution of stride 1 from many channels to few, which ND4J's {@code conv2d} is slow at, as
 * the adjoint of the one with the turned kernel, which has few columns: one product with the
 * kernel's taps, then shift and add.
 */
final class FlippedConvolution implements AffineKernel {
  private final FlippedWeights turnedKernel;
  private final Nd4jTransposedConvolution turned;

  FlippedConvolution(
      AffineMap.Convolution map,
      Nd4jActivation activation,
      int batch,
      DataType dataType,
      ParallelLoop workers) {
    this.turnedKernel = new FlippedWeights(map, dataType);
    this.turned =
        new Nd4jTransposedConvolution(
            new AffineMap.TransposedConvolution(turnedKernel.adjoint()),
            activation,
            batch,
            dataType,
            workers);
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    turned.forward(input, turnedKernel.of(HostStorage.of(kernel)), bias, output);
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient) {
    turned.backward(
        input,
        outputGradient,
        turnedKernel.of(HostStorage.of(kernel)),
        inputGradient,
        turnedKernel.gradient(),
        biasGradient);
    turnedKernel.gradientTo(HostStorage.of(kernelGradient));
  }

  @Override
  public void close() {
    turned.close();
    turnedKernel.close();
  }
}
