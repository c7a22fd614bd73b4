package vae4j.graph.op;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.ImageShape;
import vae4j.graph.Mode;
import vae4j.graph.Op;
import vae4j.graph.OpKernel;
import vae4j.graph.Operands;

/**
 * y = f(x) for each number, as an op of its own: after a sum or a normalisation. After an {@link
 * Affine} the activation belongs to it.
 *
 * @param activation f
 */
public record Activate(Activation activation) implements Op {
  @Override
  public String type() {
    return "Activation";
  }

  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    return List.of(inputs.get(0));
  }

  @Override
  public OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode) {
    ActivationKernel kernel = backend.activation(activation, (long) batch * inputs.get(0).size());
    return new OpKernel() {
      @Override
      public void forward(Operands operands) {
        if (activation instanceof Activation.Identity) {
          backend.copy(operands.input(0), operands.output(0));
        } else {
          kernel.forward(operands.input(0), operands.output(0));
        }
      }

      @Override
      public void backward(Operands operands) {
        Storage gradient = operands.inputGradient(0);
        if (gradient != null) {
          backend.copy(operands.outputGradient(0), gradient);
          boolean fromOutput = activation.derivativeFromOutput();
          kernel.backward(fromOutput ? operands.output(0) : operands.input(0), gradient);
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
    return kernels.activation(activation, (long) batch * inputs.get(0).size());
  }
}
