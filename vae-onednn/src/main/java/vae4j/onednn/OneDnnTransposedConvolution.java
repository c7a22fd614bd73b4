package vae4j.onednn;

import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

/**
 * A transposed convolution. Forward it is oneDNN's deconvolution, with bias and activation inside
 * where oneDNN has vector instructions for that, else the adjoint's backward pass with bias and
 * activation after it; backward it is the adjoint's other two passes.
 */
final class OneDnnTransposedConvolution implements AffineKernel {
  private final ConvolutionPasses adjoint;
  private final @Nullable PackedPrimitive fused;
  private final @Nullable BiasAndActivation biasAndActivation;
  private final BiasGradient biasSum;

  OneDnnTransposedConvolution(
      OneDnn library, AffineMap.TransposedConvolution map, Activation activation, int batch) {
    ImageShape output = map.output();
    this.adjoint =
        new ConvolutionPasses(library, map.adjoint(), batch, false, Activation.identity());
    this.fused = fused(library, map, activation, batch);
    this.biasAndActivation =
        fused == null ? new BiasAndActivation(library, output, activation, batch) : null;
    this.biasSum =
        new BiasGradient(library, batch, output.height() * output.width(), output.channels());
  }

  /** The forward pass in one primitive, or null where that would be plain loops. */
  private static @Nullable PackedPrimitive fused(
      OneDnn library, AffineMap.TransposedConvolution map, Activation activation, int batch) {
    library.useThreads();
    AffineMap.Convolution adjoint = map.adjoint();
    memory.desc input = library.images(batch, map.input());
    memory.desc output = library.images(batch, map.output());
    memory.desc bias = OneDnn.floats(memory.format_tag.a, map.output().channels());
    long[] kernel = {
      map.output().channels(), map.input().channels(), adjoint.kernelHeight(), adjoint.kernelWidth()
    };
    deconvolution_forward.primitive_desc description =
        new deconvolution_forward.primitive_desc(
            library.engine(),
            prop_kind.forward_training,
            algorithm.deconvolution_direct,
            input,
            library.activations(memory.format_tag.any, kernel),
            bias,
            output,
            new long[] {adjoint.strideHeight(), adjoint.strideWidth()},
            new long[] {adjoint.padTop(), adjoint.padLeft()},
            new long[] {adjoint.padBottom(), adjoint.padRight()},
            OneDnn.then(activation),
            false);
    if (!description.impl_info_str().getString().startsWith("brg_deconv")) {
      return null;
    }
    // Keras's [kh, kw, out, in]; oneDNN names the dimensions [out, in, kh, kw].
    WeightsLayout layout =
        new WeightsLayout(
            library, OneDnn.floats(memory.format_tag.cdab, kernel), description.weights_desc());
    Primitive call =
        new Primitive(library, new deconvolution_forward(description))
            .with(dnnl.DNNL_ARG_WEIGHTS, layout.packed())
            .reads(dnnl.DNNL_ARG_SRC, input)
            .writes(dnnl.DNNL_ARG_DST, output)
            .reads(dnnl.DNNL_ARG_BIAS, bias);
    return new PackedPrimitive(call, layout);
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    if (fused != null) {
      fused.kernel().pack(kernel);
      fused.call().run(input, output, bias);
    } else if (biasAndActivation != null) {
      adjoint.backwardData(input, kernel, output);
      biasAndActivation.apply(output, bias);
    }
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
  public void weightsChanged() {
    if (fused != null) {
      fused.kernel().invalidate();
    }
    adjoint.weightsChanged();
  }

  @Override
  public void close() {
    if (fused != null) {
      fused.close();
    }
    if (biasAndActivation != null) {
      biasAndActivation.close();
    }
    adjoint.close();
    biasSum.close();
  }
}
