package vae4j.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Activation;
import vae4j.backend.AffineKernel;
import vae4j.backend.AffineMap;
import vae4j.backend.Storage;

/** A dense layer: oneDNN's inner product, one primitive each way. */
final class OneDnnDense implements AffineKernel {
  private final OneDnn library;
  private final int batch;
  private final int in;
  private final int out;
  private final Activation activation;
  private @Nullable Pass forward;
  private @Nullable Pass backwardData;
  private @Nullable Pass backwardWeights;

  OneDnnDense(OneDnn library, AffineMap.Dense map, Activation activation, int batch) {
    this.library = library;
    this.batch = batch;
    this.in = map.input().size();
    this.out = map.units();
    this.activation = activation;
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    Pass pass = forward == null ? makeForward() : forward;
    forward = pass;
    pass.kernel().pack(kernel);
    pass.call().run(input, output, bias);
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient) {
    Pass weights = backwardWeights == null ? makeBackwardWeights() : backwardWeights;
    backwardWeights = weights;
    weights.call().run(input, outputGradient, biasGradient);
    weights.kernel().unpack(kernelGradient);
    if (inputGradient != null) {
      Pass data = backwardData == null ? makeBackwardData() : backwardData;
      backwardData = data;
      data.kernel().pack(kernel);
      data.call().run(outputGradient, inputGradient);
    }
  }

  private Pass makeForward() {
    library.useThreads();
    inner_product_forward.primitive_desc description = forwardDescription(OneDnn.then(activation));
    KernelLayout kernel = new KernelLayout(library, kernelOfModel(), description.weights_desc());
    Call call =
        new Call(library, new inner_product_forward(description))
            .with(dnnl.DNNL_ARG_WEIGHTS, kernel.packed())
            .reads(dnnl.DNNL_ARG_SRC, rows(in))
            .writes(dnnl.DNNL_ARG_DST, rows(out))
            .reads(dnnl.DNNL_ARG_BIAS, bias());
    return new Pass(call, kernel);
  }

  private Pass makeBackwardData() {
    library.useThreads();
    inner_product_backward_data.primitive_desc description =
        new inner_product_backward_data.primitive_desc(
            new inner_product_backward_data.desc(
                rows(in), kernelOfAnyLayout(library.activations()), rows(out)),
            library.engine(),
            forwardDescription(new primitive_attr()));
    KernelLayout kernel = new KernelLayout(library, kernelOfModel(), description.weights_desc());
    Call call =
        new Call(library, new inner_product_backward_data(description))
            .with(dnnl.DNNL_ARG_WEIGHTS, kernel.packed())
            .reads(dnnl.DNNL_ARG_DIFF_DST, rows(out))
            .writes(dnnl.DNNL_ARG_DIFF_SRC, rows(in));
    return new Pass(call, kernel);
  }

  private Pass makeBackwardWeights() {
    library.useThreads();
    inner_product_backward_weights.primitive_desc description =
        new inner_product_backward_weights.primitive_desc(
            new inner_product_backward_weights.desc(
                rows(in), kernelOfAnyLayout(memory.data_type.f32), bias(), rows(out)),
            library.engine(),
            forwardDescription(new primitive_attr()));
    KernelLayout gradient =
        new KernelLayout(library, kernelOfModel(), description.diff_weights_desc());
    Call call =
        new Call(library, new inner_product_backward_weights(description))
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, gradient.packed())
            .reads(dnnl.DNNL_ARG_SRC, rows(in))
            .reads(dnnl.DNNL_ARG_DIFF_DST, rows(out))
            .writes(dnnl.DNNL_ARG_DIFF_BIAS, bias());
    return new Pass(call, gradient);
  }

  private inner_product_forward.primitive_desc forwardDescription(primitive_attr attributes) {
    return new inner_product_forward.primitive_desc(
        new inner_product_forward.desc(
            prop_kind.forward_training,
            rows(in),
            kernelOfAnyLayout(library.activations()),
            bias(),
            rows(out)),
        attributes,
        library.engine());
  }

  private memory.desc rows(int length) {
    return library.activations(memory.format_tag.ab, batch, length);
  }

  private memory.desc bias() {
    return OneDnn.floats(memory.format_tag.a, out);
  }

  /** Keras's [in, out]; oneDNN names the dimensions [out, in]. */
  private memory.desc kernelOfModel() {
    return OneDnn.floats(memory.format_tag.ba, out, in);
  }

  private memory.desc kernelOfAnyLayout(memory.data_type type) {
    return new memory.desc(new long[] {out, in}, type, memory.format_tag.any);
  }

  @Override
  public void close() {
    for (Pass pass : new Pass[] {forward, backwardData, backwardWeights}) {
      if (pass != null) {
        pass.close();
      }
    }
  }
}
