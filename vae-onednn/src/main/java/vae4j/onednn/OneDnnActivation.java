package vae4j.onednn;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.ActivationKernel;

/** An activation other than the identity, on its own. */
final class OneDnnActivation implements ActivationKernel {
  private final OneDnn library;
  private final Activation activation;
  private final long length;
  private @Nullable Primitive forward;
  private @Nullable Primitive backward;

  OneDnnActivation(OneDnn library, Activation activation, long length) {
    this.library = library;
    this.activation = activation;
    this.length = length;
  }

  @Override
  public void forward(Storage input, Storage output) {
    Primitive call = forward == null ? makeForward(OneDnn.type(input)) : forward;
    forward = call;
    call.run(input, output);
  }

  @Override
  public void backward(Storage reference, Storage gradient) {
    Primitive call = backward == null ? makeBackward(OneDnn.type(gradient)) : backward;
    backward = call;
    call.run(reference, gradient);
  }

  private Primitive makeForward(memory.data_type type) {
    library.useThreads();
    memory.desc values = values(type);
    return new Primitive(
            library, new eltwise_forward(description(values, OneDnn.forwardAlgorithm(activation))))
        .reads(dnnl.DNNL_ARG_SRC, values)
        .writes(dnnl.DNNL_ARG_DST, values);
  }

  private Primitive makeBackward(memory.data_type type) {
    library.useThreads();
    memory.desc values = values(type);
    eltwise_backward.primitive_desc description =
        new eltwise_backward.primitive_desc(
            library.engine(),
            backwardAlgorithm(),
            values,
            values,
            values,
            OneDnn.alpha(activation),
            0,
            description(values, backwardAlgorithm()),
            OneDnn.attributes(),
            false);
    int reference = activation.derivativeFromOutput() ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC;
    return new Primitive(library, new eltwise_backward(description))
        .reads(reference, values)
        .changes(dnnl.DNNL_ARG_DIFF_DST, values)
        .also(dnnl.DNNL_ARG_DIFF_SRC);
  }

  private eltwise_forward.primitive_desc description(memory.desc values, algorithm which) {
    return new eltwise_forward.primitive_desc(
        library.engine(),
        prop_kind.forward_training,
        which,
        values,
        values,
        OneDnn.alpha(activation),
        0,
        OneDnn.attributes(),
        false);
  }

  private algorithm backwardAlgorithm() {
    algorithm forwards = OneDnn.forwardAlgorithm(activation);
    if (forwards == algorithm.eltwise_relu) {
      return algorithm.eltwise_relu_use_dst_for_bwd;
    }
    return forwards == algorithm.eltwise_tanh ? algorithm.eltwise_tanh_use_dst_for_bwd : forwards;
  }

  private memory.desc values(memory.data_type type) {
    return new memory.desc(new long[] {length}, type, memory.format_tag.a);
  }

  @Override
  public void close() {
    if (forward != null) {
      forward.close();
    }
    if (backward != null) {
      backward.close();
    }
  }
}
