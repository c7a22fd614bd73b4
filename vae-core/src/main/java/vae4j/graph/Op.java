package vae4j.graph;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.ImageShape;
import vae4j.graph.parameter.ParameterSpec;

/**
 * An operation of a graph: values, parameters and loss terms by shape alone. A backend's kernels
 * run it; an operation on a few numbers is easiest written as a {@link HostOp}.
 */
public interface Op {
  /** Its type in summaries, such as {@code Conv2D}. */
  default String type() {
    return getClass().getSimpleName();
  }

  /**
   * The shapes of its outputs.
   *
   * @param inputs shapes of one image of each input
   * @return a shape for each output; none for an op that gives loss terms alone
   * @throws IllegalArgumentException if it cannot take these inputs
   */
  List<ImageShape> outputShapes(List<ImageShape> inputs);

  /**
   * The parameters it needs.
   *
   * @param inputs shapes of one image of each input
   * @return in the order in which {@link Operands#parameter} numbers them
   */
  default List<ParameterSpec> parameters(List<ImageShape> inputs) {
    return List.of();
  }

  /** The loss terms it gives, in the order in which {@link Operands#loss} numbers them. */
  default List<Term> terms() {
    return List.of();
  }

  /**
   * Whether an image's output depends on the other images of the batch: then it is never sliced.
   */
  default boolean acrossBatch() {
    return false;
  }

  /**
   * Whether its inputs and outputs may be in the backend's memory for activations, which is
   * bfloat16 where the backend computes so.
   */
  default boolean takesActivations() {
    return false;
  }

  /**
   * Whether the output is the input in another shape, in the same memory; such an op has no kernel.
   */
  default boolean reshapes() {
    return false;
  }

  /**
   * Whether the forward pass of training may already write the gradient of input 0, where nothing
   * else adds to it. See {@link Operands#earlyInputGradient}.
   */
  default boolean gradientInForward() {
    return false;
  }

  /**
   * The op made ready for a batch.
   *
   * @param backend computes
   * @param inputs shapes of one image of each input
   * @param batch images N
   * @param mode how it is run
   * @return the kernel, the caller's to close
   */
  OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode);

  /**
   * Memory that {@link #kernel} takes beside its operands.
   *
   * @param kernels what the backend's kernels take
   * @param inputs shapes of one image of each input
   * @param batch images N
   * @param gradients which gradients it computes
   * @return an upper estimate
   */
  MemoryUse memory(
      KernelMemory kernels, List<ImageShape> inputs, int batch, KernelMemory.Gradients gradients);

  /**
   * New statistics after a step, from what its kernels have measured.
   *
   * @param parameter index of the statistic among the parameters
   * @param inputs shapes of one image of each input
   * @param current its values, overwritten with the new ones
   * @param measured the sum over the step's slices of what {@link Operands#parameterGradient} took
   * @param images of the step N
   */
  default void updateStatistic(
      int parameter, List<ImageShape> inputs, double[] current, double[] measured, int images) {
    throw new IllegalStateException(type() + " has no statistics");
  }
}
