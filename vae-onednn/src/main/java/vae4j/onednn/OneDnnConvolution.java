package vae4j.onednn;

import org.jspecify.annotations.Nullable;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;

/** A convolution: one primitive each way, with bias and activation inside the forward one. */
final class OneDnnConvolution implements AffineKernel {
  private final ConvolutionPasses passes;

  OneDnnConvolution(OneDnn library, AffineMap.Convolution map, Activation activation, int batch) {
    this.passes = new ConvolutionPasses(library, map, batch, true, activation);
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    passes.forward(input, kernel, bias, output);
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient) {
    passes.backwardWeights(input, outputGradient, kernelGradient, biasGradient);
    if (inputGradient != null) {
      passes.backwardData(outputGradient, kernel, inputGradient);
    }
  }

  @Override
  public void weightsChanged() {
    passes.weightsChanged();
  }

  @Override
  public void close() {
    passes.close();
  }
}
