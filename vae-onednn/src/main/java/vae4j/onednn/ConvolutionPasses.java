package vae4j.onednn;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Activation;
import vae4j.backend.AffineMap;
import vae4j.backend.Storage;

/**
 * The three passes of a convolution for one batch size, each made when it is first run. Layers put
 * them together: in a transposed convolution the second is the way forward and the first the way
 * back.
 */
final class ConvolutionPasses implements AutoCloseable {
  /** Up to as many channels brgemm's products are too short; measured: docs/benchmarks.md. */
  private static final int FEW_CHANNELS = 3;

  private final OneDnn library;
  private final AffineMap.Convolution map;
  private final int batch;
  private final boolean withBias;
  private final Activation activation;
  private @Nullable Pass forward;
  private @Nullable Pass backwardData;
  private @Nullable Pass backwardWeights;

  /**
   * The passes of a convolution.
   *
   * @param library runs them
   * @param map the convolution
   * @param batch pictures N
   * @param withBias whether there is a bias, forward and backward
   * @param activation on the output of the forward pass
   */
  ConvolutionPasses(
      OneDnn library,
      AffineMap.Convolution map,
      int batch,
      boolean withBias,
      Activation activation) {
    this.library = library;
    this.map = map;
    this.batch = batch;
    this.withBias = withBias;
    this.activation = activation;
  }

  /**
   * The convolution of a batch.
   *
   * @param input [N, map's input]
   * @param kernel [kh, kw, in, out]
   * @param bias [out], null if the passes have none
   * @param output [N, map's output], overwritten
   */
  void forward(Storage input, Storage kernel, @Nullable Storage bias, Storage output) {
    Pass pass = forward == null ? makeForward() : forward;
    forward = pass;
    pass.kernel().pack(kernel);
    if (bias == null) {
      pass.call().run(input, output);
    } else {
      pass.call().run(input, output, bias);
    }
  }

  /**
   * Its adjoint: the gradient with respect to its input.
   *
   * @param outputGradient [N, map's output]
   * @param kernel [kh, kw, in, out]
   * @param inputGradient [N, map's input], overwritten
   */
  void backwardData(Storage outputGradient, Storage kernel, Storage inputGradient) {
    Pass pass = backwardData == null ? makeBackwardData() : backwardData;
    backwardData = pass;
    pass.kernel().pack(kernel);
    pass.call().run(outputGradient, inputGradient);
  }

  /**
   * The gradient with respect to kernel and bias.
   *
   * @param input [N, map's input]
   * @param outputGradient [N, map's output]
   * @param kernelGradient [kh, kw, in, out], overwritten
   * @param biasGradient [out], overwritten, null if the passes have none
   */
  void backwardWeights(
      Storage input,
      Storage outputGradient,
      Storage kernelGradient,
      @Nullable Storage biasGradient) {
    Pass pass = backwardWeights == null ? makeBackwardWeights() : backwardWeights;
    backwardWeights = pass;
    if (biasGradient == null) {
      pass.call().run(input, outputGradient);
    } else {
      pass.call().run(input, outputGradient, biasGradient);
    }
    pass.kernel().unpack(kernelGradient);
  }

  private Pass makeForward() {
    library.useThreads();
    convolution_forward.primitive_desc description = forwardDescription(OneDnn.then(activation));
    KernelLayout kernel = new KernelLayout(library, kernelOfModel(), description.weights_desc());
    Call call =
        new Call(library, new convolution_forward(description))
            .with(dnnl.DNNL_ARG_WEIGHTS, kernel.packed())
            .reads(dnnl.DNNL_ARG_SRC, input())
            .writes(dnnl.DNNL_ARG_DST, output());
    if (withBias) {
      call.reads(dnnl.DNNL_ARG_BIAS, bias());
    }
    return new Pass(call, kernel);
  }

  private Pass makeBackwardData() {
    library.useThreads();
    convolution_backward_data.primitive_desc description =
        new convolution_backward_data.primitive_desc(
            library.engine(),
            algorithm.convolution_direct,
            input(),
            kernelOfAnyLayout(library.activations()),
            output(),
            strides(),
            padsBefore(),
            padsAfter(),
            forwardDescription(new primitive_attr()));
    KernelLayout kernel = new KernelLayout(library, kernelOfModel(), description.weights_desc());
    Call call =
        new Call(library, new convolution_backward_data(description))
            .with(dnnl.DNNL_ARG_WEIGHTS, kernel.packed())
            .reads(dnnl.DNNL_ARG_DIFF_DST, output())
            .writes(dnnl.DNNL_ARG_DIFF_SRC, input());
    return new Pass(call, kernel);
  }

  private Pass makeBackwardWeights() {
    library.useThreads();
    memory.desc anyLayout = kernelOfAnyLayout(memory.data_type.f32);
    convolution_forward.primitive_desc hint = forwardDescription(new primitive_attr());
    convolution_backward_weights.primitive_desc description =
        withBias
            ? new convolution_backward_weights.primitive_desc(
                library.engine(),
                algorithm.convolution_direct,
                input(),
                anyLayout,
                bias(),
                output(),
                strides(),
                padsBefore(),
                padsAfter(),
                hint)
            : new convolution_backward_weights.primitive_desc(
                library.engine(),
                algorithm.convolution_direct,
                input(),
                anyLayout,
                output(),
                strides(),
                padsBefore(),
                padsAfter(),
                hint);
    KernelLayout gradient =
        new KernelLayout(library, kernelOfModel(), description.diff_weights_desc());
    Call call =
        new Call(library, new convolution_backward_weights(description))
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, gradient.packed())
            .reads(dnnl.DNNL_ARG_SRC, input())
            .reads(dnnl.DNNL_ARG_DIFF_DST, output());
    if (withBias) {
      call.writes(dnnl.DNNL_ARG_DIFF_BIAS, bias());
    }
    return new Pass(call, gradient);
  }

  /** oneDNN's first choice, but for pictures of few channels in float32. */
  private convolution_forward.primitive_desc forwardDescription(primitive_attr attributes) {
    convolution_forward.primitive_desc first = descriptionOfFirstChoice(attributes);
    if (map.input().channels() > FEW_CHANNELS
        || library.activations() != memory.data_type.f32
        || !isBrgemm(first)) {
      return first;
    }
    convolution_forward.primitive_desc other = descriptionOfFirstChoice(attributes);
    while (isBrgemm(other)) {
      if (!other.next_impl()) {
        return first;
      }
    }
    return other.impl_info_str().getString().startsWith("jit:") ? other : first;
  }

  private static boolean isBrgemm(convolution_forward.primitive_desc description) {
    return description.impl_info_str().getString().startsWith("brg");
  }

  private convolution_forward.primitive_desc descriptionOfFirstChoice(primitive_attr attributes) {
    memory.desc kernel = kernelOfAnyLayout(library.activations());
    return withBias
        ? new convolution_forward.primitive_desc(
            library.engine(),
            prop_kind.forward_training,
            algorithm.convolution_direct,
            input(),
            kernel,
            bias(),
            output(),
            strides(),
            padsBefore(),
            padsAfter(),
            attributes,
            false)
        : new convolution_forward.primitive_desc(
            library.engine(),
            prop_kind.forward_training,
            algorithm.convolution_direct,
            input(),
            kernel,
            output(),
            strides(),
            padsBefore(),
            padsAfter(),
            attributes,
            false);
  }

  private memory.desc input() {
    return library.pictures(batch, map.input());
  }

  private memory.desc output() {
    return library.pictures(batch, map.output());
  }

  private memory.desc bias() {
    return OneDnn.floats(memory.format_tag.a, map.filters());
  }

  private memory.desc kernelOfModel() {
    return OneDnn.floats(memory.format_tag.hwio, kernelShape());
  }

  private memory.desc kernelOfAnyLayout(memory.data_type type) {
    return new memory.desc(kernelShape(), type, memory.format_tag.any);
  }

  private long[] kernelShape() {
    return new long[] {
      map.filters(), map.input().channels(), map.kernelHeight(), map.kernelWidth()
    };
  }

  private long[] strides() {
    return new long[] {map.stride(), map.stride()};
  }

  private long[] padsBefore() {
    return new long[] {map.padTop(), map.padLeft()};
  }

  private long[] padsAfter() {
    return new long[] {map.padBottom(), map.padRight()};
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
