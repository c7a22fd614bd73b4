package vae4j.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;

/**
 * A dense layer: three products of matrices, all in the model's own layout, y = x·W + b, ∂x = ∂y·Wᵀ
 * and ∂W = xᵀ·∂y.
 *
 * <p>oneDNN's inner product does the same with the kernel in a layout of its own, and bringing it
 * there takes longer than the few units of a VAE's code take to compute.
 */
final class OneDnnDense implements AffineKernel {
  private final OneDnn library;
  private final int batch;
  private final int in;
  private final int out;
  private final Activation activation;
  private final BiasGradient biasSum;
  private @Nullable Primitive forward;
  private @Nullable Primitive backwardData;
  private @Nullable Primitive backwardWeights;

  OneDnnDense(OneDnn library, AffineMap.Dense map, Activation activation, int batch) {
    this.library = library;
    this.batch = batch;
    this.in = map.input().size();
    this.out = map.units();
    this.activation = activation;
    this.biasSum = new BiasGradient(library, 1, batch, out);
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    Primitive call = forward == null ? makeForward() : forward;
    forward = call;
    call.run(input, kernel, bias, output);
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient) {
    Primitive weights = backwardWeights == null ? makeBackwardWeights() : backwardWeights;
    backwardWeights = weights;
    weights.run(input, outputGradient, kernelGradient);
    biasSum.compute(outputGradient, biasGradient);
    if (inputGradient != null) {
      Primitive data = backwardData == null ? makeBackwardData() : backwardData;
      backwardData = data;
      data.run(outputGradient, kernel, inputGradient);
    }
  }

  private Primitive makeForward() {
    library.useThreads();
    memory.desc bias = OneDnn.floats(memory.format_tag.ab, 1, out);
    primitive_attr activated = OneDnn.then(activation);
    return new Primitive(
            library,
            new matmul(
                new matmul.primitive_desc(
                    library.engine(), rows(in), kernel(), bias, rows(out), activated, false)))
        .reads(dnnl.DNNL_ARG_SRC, rows(in))
        .reads(dnnl.DNNL_ARG_WEIGHTS, kernel())
        .reads(dnnl.DNNL_ARG_BIAS, bias)
        .writes(dnnl.DNNL_ARG_DST, rows(out));
  }

  private Primitive makeBackwardData() {
    memory.desc transposed = library.activations(memory.format_tag.ba, out, in);
    return product(rows(out), transposed, rows(in));
  }

  private Primitive makeBackwardWeights() {
    memory.desc transposed = library.activations(memory.format_tag.ba, in, batch);
    return product(transposed, rows(out), OneDnn.floats(memory.format_tag.ab, in, out));
  }

  private Primitive product(memory.desc left, memory.desc right, memory.desc result) {
    library.useThreads();
    return new Primitive(
            library,
            new matmul(
                new matmul.primitive_desc(
                    library.engine(), left, right, result, OneDnn.attributes(), false)))
        .reads(dnnl.DNNL_ARG_SRC, left)
        .reads(dnnl.DNNL_ARG_WEIGHTS, right)
        .writes(dnnl.DNNL_ARG_DST, result);
  }

  private memory.desc rows(int length) {
    return library.activations(memory.format_tag.ab, batch, length);
  }

  /** Keras's [in, out], as the model keeps it. */
  private memory.desc kernel() {
    return library.activations(memory.format_tag.ab, in, out);
  }

  @Override
  public void close() {
    for (Primitive call : new Primitive[] {forward, backwardData, backwardWeights}) {
      if (call != null) {
        call.close();
      }
    }
    biasSum.close();
  }
}
