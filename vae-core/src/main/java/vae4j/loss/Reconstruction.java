package vae4j.loss;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Backend;
import vae4j.backend.Storage;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.LikelihoodKernel;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.ImageShape;
import vae4j.graph.Mode;
import vae4j.graph.Op;
import vae4j.graph.OpKernel;
import vae4j.graph.Operands;
import vae4j.graph.Term;
import vae4j.graph.parameter.ParameterSpec;

/**
 * −log p(x | z) from the decoder's output and the image, as the loss term {@code reconstruction}. A
 * likelihood that learns its variance has the statistic {@code log_variance}.
 *
 * @param likelihood p(x | z)
 */
public record Reconstruction(Likelihood likelihood) implements Op {
  /** The loss term. */
  public static final String TERM = "reconstruction";

  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    return List.of();
  }

  @Override
  public List<ParameterSpec> parameters(List<ImageShape> inputs) {
    return likelihood.learnsVariance()
        ? List.of(ParameterSpec.statistic("log_variance", 1, 0))
        : List.of();
  }

  @Override
  public List<Term> terms() {
    return List.of(Term.perImage(TERM));
  }

  /** A backend computes loss and gradient in one pass over the pixels. */
  @Override
  public boolean gradientInForward() {
    return true;
  }

  @Override
  public OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode) {
    LikelihoodKernel kernel = likelihood.kernel(backend, batch, inputs.get(0).size());
    return new OpKernel() {
      /** The weight of the gradient that was written last. */
      private double written;

      @Override
      public void forward(Operands operands) {
        evaluate(operands, operands.earlyInputGradient());
      }

      @Override
      public void backward(Operands operands) {
        Storage gradient = operands.inputGradient(0);
        if (gradient == null) {
          return;
        }
        if (operands.earlyInputGradient() == null) {
          evaluate(operands, gradient);
        } else if (operands.weight(0).get() != written) {
          backend.scale(gradient, operands.weight(0).get() / written);
        }
      }

      private void evaluate(Operands operands, @Nullable Storage gradient) {
        boolean learned = likelihood.learnsVariance();
        @Nullable Storage slope = learned ? operands.parameterGradient(0) : null;
        written = operands.weight(0).get();
        kernel.evaluate(
            operands.input(0),
            learned ? operands.parameter(0) : null,
            operands.input(1),
            operands.loss(0),
            operands.weight(0),
            gradient,
            slope);
        if (slope != null && operands.gradientScale() != 1) {
          backend.scale(slope, 1 / operands.gradientScale());
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
    return kernels.likelihood(batch, inputs.get(0).size());
  }

  @Override
  public void updateStatistic(
      int parameter, List<ImageShape> inputs, double[] current, double[] measured, int images) {
    int pixels = inputs.get(0).size();
    current[0] = Likelihood.GaussianLearnedVariance.next(current[0], measured[0], pixels, images);
  }
}
