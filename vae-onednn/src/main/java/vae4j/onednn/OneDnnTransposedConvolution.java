package vae4j.onednn;

import org.jspecify.annotations.Nullable;
import vae4j.backend.Activation;
import vae4j.backend.AffineKernel;
import vae4j.backend.AffineMap;
import vae4j.backend.Storage;
import vae4j.data.ImageShape;

/**
 * A transposed convolution: the passes of its adjoint the other way round. oneDNN's own
 * deconvolution does the same but adds the bias in plain loops.
 */
final class OneDnnTransposedConvolution implements AffineKernel {
  private final ConvolutionPasses adjoint;
  private final BiasAndActivation biasAndActivation;
  private final BiasGradient biasSum;

  OneDnnTransposedConvolution(
      OneDnn library, AffineMap.TransposedConvolution map, Activation activation, int batch) {
    this.adjoint =
        new ConvolutionPasses(library, map.adjoint(), batch, false, Activation.identity());
    this.biasAndActivation = new BiasAndActivation(library, map.output(), activation, batch);
    ImageShape output = map.output();
    this.biasSum =
        new BiasGradient(library, batch, output.height() * output.width(), output.channels());
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    adjoint.backwardData(input, kernel, output);
    biasAndActivation.apply(output, bias);
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient) {
    biasSum.compute(outputGradient, biasGradient);
    // In the adjoint this layer's output is the input, and its input the output.
    adjoint.backwardWeights(outputGradient, input, kernelGradient, null);
    if (inputGradient != null) {
      adjoint.forward(outputGradient, kernel, null, inputGradient);
    }
  }

  @Override
  public void close() {
    adjoint.close();
    biasAndActivation.close();
    biasSum.close();
  }
}
