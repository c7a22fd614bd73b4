package vae4j.backend.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;

/** A dense layer as three matrix products. */
final class Nd4jDense implements AffineKernel {
  private final int batch;
  private final int in;
  private final int out;
  private final Nd4jActivation activation;

  Nd4jDense(AffineMap.Dense map, Nd4jActivation activation, int batch) {
    this.batch = batch;
    this.in = map.input().size();
    this.out = map.units();
    this.activation = activation;
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    INDArray y = HostStorage.of(output).array(batch, out);
    Nd4j.gemm(input(input), kernel(kernel), y, false, false, 1, 0);
    y.addiRowVector(HostStorage.of(bias).array());
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
    INDArray gradient = HostStorage.of(outputGradient).array(batch, out);
    Nd4j.gemm(input(input), gradient, kernel(kernelGradient), true, false, 1, 0);
    gradient.sum(HostStorage.of(biasGradient).array(), false, 0);
    if (inputGradient != null) {
      Nd4j.gemm(gradient, kernel(kernel), input(inputGradient), false, true, 1, 0);
    }
  }

  @Override
  public void close() {
    activation.close();
  }

  private INDArray input(Storage storage) {
    return HostStorage.of(storage).array(batch, in);
  }

  private INDArray kernel(Storage storage) {
    return HostStorage.of(storage).array(in, out);
  }
}
