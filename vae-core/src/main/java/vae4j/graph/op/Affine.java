package vae4j.graph.op;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Backend;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.ImageShape;
import vae4j.graph.Mode;
import vae4j.graph.Op;
import vae4j.graph.OpKernel;
import vae4j.graph.Operands;
import vae4j.graph.parameter.ParameterSpec;

/**
 * y = f(A(x; weights) + bias): a dense layer, a convolution or a transposed convolution with its
 * activation. Parameters {@code weights}, in the shape of the map, and {@code bias} [channels].
 *
 * @param map A
 * @param activation f
 */
public record Affine(AffineMap map, Activation activation) implements Op {
  @Override
  public String type() {
    if (map instanceof AffineMap.Dense) {
      return "Dense";
    }
    return map instanceof AffineMap.Convolution ? "Conv2D" : "Conv2DTranspose";
  }

  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    if (!inputs.get(0).equals(map.input())) {
      throw new IllegalArgumentException(
          type() + " needs an input of " + map.input() + ", was " + inputs.get(0));
    }
    return List.of(map.output());
  }

  @Override
  public List<ParameterSpec> parameters(List<ImageShape> inputs) {
    return List.of(ParameterSpec.weights(map.weightsShape()), ParameterSpec.bias(map.biasLength()));
  }

  @Override
  public boolean takesActivations() {
    return true;
  }

  @Override
  public OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode) {
    return new Kernel(backend, batch, mode);
  }

  @Override
  public MemoryUse memory(
      KernelMemory kernels, List<ImageShape> inputs, int batch, KernelMemory.Gradients gradients) {
    long length = (long) batch * map.output().size();
    boolean apart = !activation.derivativeFromOutput();
    MemoryUse use =
        kernels
            .affine(map, apart ? Activation.identity() : activation, batch, gradients)
            .plus(kernels.activation(activation, length));
    boolean kept = apart && gradients != KernelMemory.Gradients.NONE;
    return kept ? use.plus(MemoryUse.ofNative(length * Double.BYTES)) : use;
  }

  private final class Kernel implements OpKernel {
    private final AffineKernel kernel;
    private final ActivationKernel function;
    private final Backend backend;

    /** An activation whose derivative needs its input cannot overwrite it inside the kernel. */
    private final boolean apart;

    private final boolean training;

    /** The input of such an activation, kept for the backward pass. */
    private @Nullable Storage preActivation;

    Kernel(Backend backend, int batch, Mode mode) {
      this.backend = backend;
      this.apart = !activation.derivativeFromOutput();
      this.training = mode == Mode.TRAIN;
      this.kernel = backend.affine(map, apart ? Activation.identity() : activation, batch);
      this.function = backend.activation(activation, (long) batch * map.output().size());
    }

    @Override
    public void forward(Operands operands) {
      Storage output = operands.output(0);
      if (apart && training && preActivation == null) {
        preActivation = backend.allocateLike(output);
      }
      Storage sum = preActivation == null ? output : preActivation;
      kernel.forward(operands.input(0), operands.parameter(0), operands.parameter(1), sum);
      if (apart) {
        function.forward(sum, output);
      }
    }

    @Override
    public void backward(Operands operands) {
      Storage gradient = operands.outputGradient(0);
      function.backward(preActivation == null ? operands.output(0) : preActivation, gradient);
      kernel.backward(
          operands.input(0),
          gradient,
          operands.parameter(0),
          operands.inputGradient(0),
          Objects.requireNonNull(operands.parameterGradient(0)),
          Objects.requireNonNull(operands.parameterGradient(1)));
    }

    @Override
    public void weightsChanged() {
      kernel.weightsChanged();
    }

    @Override
    public void close() {
      kernel.close();
      function.close();
      if (preActivation != null) {
        preActivation.close();
      }
    }
  }
}
