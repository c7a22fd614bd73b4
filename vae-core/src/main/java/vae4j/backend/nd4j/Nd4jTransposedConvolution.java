package vae4j.backend.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Storage;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;

/**
 * A transposed convolution as the adjoint of a convolution: never ND4J's {@code deconv2d}, which is
 * many times slower.
 */
final class Nd4jTransposedConvolution implements AffineKernel {
  private final Nd4jActivation activation;
  private final Im2Col columns;
  private final ChannelSums biasGradients;

  Nd4jTransposedConvolution(
      AffineMap.TransposedConvolution map,
      Nd4jActivation activation,
      int batch,
      DataType dataType,
      ParallelLoop workers) {
    this.activation = activation;
    this.columns = new Im2Col(map.adjoint(), batch, dataType, workers);
    this.biasGradients =
        new ChannelSums(batch, map.output().size(), map.output().channels(), workers);
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    columns.adjoint(input, kernel, bias, output);
    activation.forward(output, output);
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient) {
    // In the adjoint convolution this layer's output is the input, and its input the output.
    columns.kernelGradient(outputGradient, input, kernelGradient, kernel, inputGradient);
    biasGradients.compute(outputGradient, biasGradient);
  }

  @Override
  public void close() {
    activation.close();
    columns.close();
  }
}
