package vae4j.backend.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Storage;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

/** A convolution by ND4J's {@code conv2d} and {@code conv2d_bp}. */
final class Nd4jConvolution implements AffineKernel {
  private final AffineMap.Convolution map;
  private final Nd4jActivation activation;
  private final int batch;
  private final DataType dataType;
  private final ParallelLoop workers;
  private final ChannelSums biasGradients;

  /** Made when a kernel's gradient is first wanted without the input's. */
  private @Nullable Im2Col columns;

  Nd4jConvolution(
      AffineMap.Convolution map,
      Nd4jActivation activation,
      int batch,
      DataType dataType,
      ParallelLoop workers) {
    this.map = map;
    this.activation = activation;
    this.batch = batch;
    this.dataType = dataType;
    this.workers = workers;
    this.biasGradients = new ChannelSums(batch, map.output().size(), map.filters(), workers);
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    Nd4jOps.conv2d(
        map,
        images(input, map.input()),
        kernel(kernel),
        HostStorage.of(bias).array(),
        images(output, map.output()));
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
    if (inputGradient == null) {
      // The first layer: half of conv2d_bp's work is wanted, and its images have few channels.
      if (columns == null) {
        columns = new Im2Col(map, batch, dataType, workers);
      }
      columns.kernelGradient(input, outputGradient, kernelGradient, kernel, null);
      biasGradients.compute(outputGradient, biasGradient);
      return;
    }
    // conv2d_bp takes the bias only for its shape.
    Nd4jOps.conv2dBackward(
        map,
        images(input, map.input()),
        kernel(kernel),
        HostStorage.of(biasGradient).array(),
        images(outputGradient, map.output()),
        images(inputGradient, map.input()),
        kernel(kernelGradient),
        HostStorage.of(biasGradient).array());
  }

  @Override
  public void close() {
    activation.close();
    if (columns != null) {
      columns.close();
    }
  }

  private INDArray images(Storage storage, ImageShape shape) {
    return HostStorage.of(storage).array(batch, shape.height(), shape.width(), shape.channels());
  }

  private INDArray kernel(Storage storage) {
    return HostStorage.of(storage).array(map.weightsShape());
  }
}
