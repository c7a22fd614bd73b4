package vae4j.graph.op;

import static vae4j.data.Checks.requirePositive;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.Storage;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;
import vae4j.backend.kernel.UpsamplingKernel;
import vae4j.data.ImageShape;
import vae4j.graph.Mode;
import vae4j.graph.Op;
import vae4j.graph.OpKernel;
import vae4j.graph.Operands;

/**
 * Nearest-neighbour upsampling: each position becomes a block of equal ones.
 *
 * @param factor of height and width, positive
 */
public record Upsample(int factor) implements Op {
  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Upsample {
    requirePositive("upsampling factor", factor);
  }

  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    ImageShape input = inputs.get(0);
    return List.of(
        new ImageShape(input.height() * factor, input.width() * factor, input.channels()));
  }

  @Override
  public OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode) {
    UpsamplingKernel kernel = backend.upsampling(inputs.get(0), factor, batch);
    return new OpKernel() {
      @Override
      public void forward(Operands operands) {
        kernel.forward(operands.input(0), operands.output(0));
      }

      @Override
      public void backward(Operands operands) {
        Storage gradient = operands.inputGradient(0);
        if (gradient != null) {
          kernel.backward(operands.outputGradient(0), gradient);
        }
      }

      @Override
      public void close() {
        kernel.close();
      }
    };
  }

  @Override
  public MemoryUse memory(
      KernelMemory kernels, List<ImageShape> inputs, int batch, KernelMemory.Gradients gradients) {
    long numbers = (long) inputs.get(0).size() * (1 + factor * factor);
    return MemoryUse.ofHeap(numbers * Double.BYTES * Runtime.getRuntime().availableProcessors());
  }
}
