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
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;

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
  private @Nullable PackedPrimitive forward;
  private @Nullable PackedPrimitive backwardData;
  private @Nullable PackedPrimitive backwardWeights;

  /**
   * The passes of a convolution.
   *
   * @param library runs them
   * @param map the convolution
   * @param batch images N
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
    PackedPrimitive pass = forward == null ? makeForward() : forward;
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
    PackedPrimitive pass = backwardData == null ? makeBackwardData() : backwardData;
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
    PackedPrimitive pass = backwardWeights == null ? makeBackwardWeights() : backwardWeights;
    backwardWeights = pass;
    if (biasGradient == null) {
      pass.call().run(input, outputGradient);
    } else {
      pass.call().run(input, outputGradient, biasGradient);
    }
    pass.kernel().unpack(kernelGradient);
  }

  /** The weights are packed again when they are next needed. */
  void weightsChanged() {
    for (PackedPrimitive pass : new PackedPrimitive[] {forward, backwardData}) {
      if (pass != null) {
        pass.kernel().invalidate();
      }
    }
  }

  private PackedPrimitive makeForward() {
    library.useThreads();
    convolution_forward.primitive_desc description = forwardDescription(OneDnn.then(activation));
    WeightsLayout kernel = new WeightsLayout(library, kernelOfModel(), description.weights_desc());
    Primitive call =
        new Primitive(library, new convolution_forward(description))
            .with(dnnl.DNNL_ARG_WEIGHTS, kernel.packed())
            .reads(dnnl.DNNL_ARG_SRC, input())
            .writes(dnnl.DNNL_ARG_DST, output());
    if (withBias) {
      call.reads(dnnl.DNNL_ARG_BIAS, bias());
    }
    return new PackedPrimitive(call, kernel);
  }

  private PackedPrimitive makeBackwardData() {
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
            forwardDescription(OneDnn.attributes()),
            OneDnn.attributes(),
            false);
    WeightsLayout kernel = new WeightsLayout(library, kernelOfModel(), description.weights_desc());
    Primitive call =
        new Primitive(library, new convolution_backward_data(description))
            .with(dnnl.DNNL_ARG_WEIGHTS, kernel.packed())
            .reads(dnnl.DNNL_ARG_DIFF_DST, output())
            .writes(dnnl.DNNL_ARG_DIFF_SRC, input());
    return new PackedPrimitive(call, kernel);
  }

  private PackedPrimitive makeBackwardWeights() {
    library.useThreads();
    memory.desc anyLayout = kernelOfAnyLayout(memory.data_type.f32);
    convolution_forward.primitive_desc hint = forwardDescription(OneDnn.attributes());
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
                hint,
                OneDnn.attributes(),
                false)
            : new convolution_backward_weights.primitive_desc(
                library.engine(),
                algorithm.convolution_direct,
                input(),
                anyLayout,
                output(),
                strides(),
                padsBefore(),
                padsAfter(),
                hint,
                OneDnn.attributes(),
                false);
    WeightsLayout gradient =
        new WeightsLayout(library, kernelOfModel(), description.diff_weights_desc());
    Primitive call =
        new Primitive(library, new convolution_backward_weights(description))
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, gradient.packed())
            .reads(dnnl.DNNL_ARG_SRC, input())
            .reads(dnnl.DNNL_ARG_DIFF_DST, output());
    if (withBias) {
      call.writes(dnnl.DNNL_ARG_DIFF_BIAS, bias());
    }
    return new PackedPrimitive(call, gradient);
  }

  /** oneDNN's first choice, but for images of few channels in float32. */
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
    return library.images(batch, map.input());
  }

  private memory.desc output() {
    return library.images(batch, map.output());
  }

  private memory.desc bias() {
    return OneDnn.floats(memory.format_tag.a, map.filters());
  }

  private memory.desc kernelOfModel() {
    return OneDnn.floats(memory.format_tag.hwio, weightsShape());
  }

  private memory.desc kernelOfAnyLayout(memory.data_type type) {
    return new memory.desc(weightsShape(), type, memory.format_tag.any);
  }

  private long[] weightsShape() {
    return new long[] {
      map.filters(), map.input().channels(), map.kernelHeight(), map.kernelWidth()
    };
  }

  private long[] strides() {
    return new long[] {map.strideHeight(), map.strideWidth()};
  }

  private long[] padsBefore() {
    return new long[] {map.padTop(), map.padLeft()};
  }

  private long[] padsAfter() {
    return new long[] {map.padBottom(), map.padRight()};
  }

  @Override
  public void close() {
    for (PackedPrimitive pass : new PackedPrimitive[] {forward, backwardData, backwardWeights}) {
      if (pass != null) {
        pass.close();
      }
    }
  }
}
