package vae4j.latent;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.LatentKernel;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.ImageShape;
import vae4j.graph.Mode;
import vae4j.graph.Op;
import vae4j.graph.OpKernel;
import vae4j.graph.Operands;
import vae4j.graph.Term;

/**
 * z = μ + σ·ε from mean, log-variance and noise, and with it the closed form of the KL from N(0,
 * I): both want the same exponentials.
 *
 * @param withKl whether it gives the term {@code kl}
 */
record GaussianSample(boolean withKl) implements Op {
  @Override
  public String type() {
    return "Sampling";
  }

  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    return List.of(inputs.get(0));
  }

  @Override
  public List<Term> terms() {
    return withKl ? List.of(Term.perImage(Posterior.KL)) : List.of();
  }

  @Override
  public OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode) {
    LatentKernel kernel = backend.latent(batch, inputs.get(0).size());
    Storage unused = backend.allocate(batch);
    Scalar none = backend.scalar();
    return new OpKernel() {
      @Override
      public void forward(Operands operands) {
        kernel.forward(
            operands.input(0),
            operands.input(1),
            operands.input(2),
            operands.output(0),
            withKl ? operands.loss(0) : unused);
      }

      @Override
      public void backward(Operands operands) {
        Storage meanGradient = operands.inputGradient(0);
        Storage logVarianceGradient = operands.inputGradient(1);
        if (meanGradient != null && logVarianceGradient != null) {
          kernel.backward(
              operands.input(0),
              operands.input(1),
              operands.input(2),
              operands.outputGradient(0),
              withKl ? operands.weight(0) : none,
              meanGradient,
              logVarianceGradient);
        }
      }

      @Override
      public void close() {
        kernel.close();
        unused.close();
        none.close();
      }
    };
  }

  @Override
  public MemoryUse memory(
      KernelMemory kernels, List<ImageShape> inputs, int batch, KernelMemory.Gradients gradients) {
    return MemoryUse.ofNative((long) batch * Double.BYTES);
  }
}
