package vae4j.graph.op;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.ImageShape;
import vae4j.graph.Mode;
import vae4j.graph.Op;
import vae4j.graph.OpKernel;

/**
 * The same numbers in another shape; costs nothing.
 *
 * @param target the shape of the output, with as many numbers as the input
 */
public record Reshape(ImageShape target) implements Op {
  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    if (inputs.get(0).size() != target.size()) {
      throw new IllegalArgumentException(
          "reshape to " + target + " needs " + target.size() + " numbers, was " + inputs.get(0));
    }
    return List.of(target);
  }

  @Override
  public boolean reshapes() {
    return true;
  }

  @Override
  public OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode) {
    throw new IllegalStateException("a reshape has no kernel");
  }

  @Override
  public MemoryUse memory(
      KernelMemory kernels, List<ImageShape> inputs, int batch, KernelMemory.Gradients gradients) {
    return MemoryUse.NONE;
  }
}
