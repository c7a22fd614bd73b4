package vae4j.graph;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.ImageShape;

/**
 * An op on a few numbers, such as those of the latent space, written in Java with its own gradient.
 * It runs on every backend: the numbers are copied to the host and back. An implementation keeps no
 * state; what the backward pass wants of the forward pass goes into {@link HostArrays#scratch}.
 *
 * <p>The gradient of a new one is checked against finite differences.
 */
public interface HostOp extends Op {
  /**
   * Computes outputs and losses.
   *
   * @param arrays inputs and parameters to read, outputs and losses to overwrite
   */
  void forward(HostArrays arrays);

  /**
   * Computes gradients.
   *
   * @param arrays inputs, parameters, gradients of outputs and weights of losses to read; gradients
   *     of inputs and parameters to add to
   */
  void backward(HostArrays arrays);

  @Override
  default OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode) {
    return new HostKernel(this, inputs, batch);
  }

  @Override
  default MemoryUse memory(
      KernelMemory kernels, List<ImageShape> inputs, int batch, KernelMemory.Gradients gradients) {
    long numbers = inputs.stream().mapToLong(ImageShape::size).sum();
    for (ImageShape output : outputShapes(inputs)) {
      numbers += output.size();
    }
    return MemoryUse.ofHeap(2 * numbers * batch * Double.BYTES);
  }
}
