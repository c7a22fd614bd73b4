package vae4j.backend.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.backend.AffineKernel;
import vae4j.backend.AffineMap;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;
import vae4j.backend.Workers;
import vae4j.data.ImageShape;

/**
 * A transposed convolution as the adjoint of a convolution: never ND4J's {@code deconv2d}, which is
 * many times slower.
 */
final class Nd4jTransposedConvolution implements AffineKernel {
  private final AffineMap.Convolution adjoint;
  private final Nd4jActivation activation;
  private final int batch;
  private final Columns columns;

  Nd4jTransposedConvolution(
      AffineMap.TransposedConvolution map,
      Nd4jActivation activation,
      int batch,
      DataType dataType,
      Workers workers) {
    this.adjoint = map.adjoint();
    this.activation = activation;
    this.batch = batch;
    this.columns = new Columns(adjoint, batch, dataType, workers);
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
    columns.kernelGradient(outputGradient, input, kernelGradient);
    ImageShape large = adjoint.input();
    HostStorage.of(outputGradient)
        .array((long) batch * large.height() * large.width(), large.channels())
        .sum(HostStorage.of(biasGradient).array(), false, 0);
    if (inputGradient != null) {
      Nd4jOps.conv2d(
          adjoint,
          pictures(outputGradient, adjoint.input()),
          HostStorage.of(kernel).array(adjoint.kernelShape()),
          pictures(inputGradient, adjoint.output()));
    }
  }

  @Override
  public void close() {
    activation.close();
    columns.close();
  }

  private INDArray pictures(Storage storage, ImageShape shape) {
    return HostStorage.of(storage).array(batch, shape.height(), shape.width(), shape.channels());
  }
}
