package vae4j.eval.probe;

import java.util.List;
import java.util.stream.IntStream;

/**
 * −(1/N) Σ log p(yₙ | xₙ) + ½ ridge ‖W‖² of standardised latent vectors x, with p = softmax(W·x +
 * b). The parameters are for each class the weights of the latents, then b.
 *
 * <p>Rows are summed in blocks of fixed length, and the blocks in their order, so that the number
 * of threads does not change a digit.
 */
final class SoftmaxLoss implements Lbfgs.Objective {
  private static final int BLOCK = 1024;

  /** Standardised latent vectors with a 1 after each, [N][Z + 1] flattened. */
  private final double[] inputs;

  private final int[] labels;
  private final int width;
  private final int classes;
  private final double ridge;

  SoftmaxLoss(LabelledLatents vectors, double[] means, double[] scales, double ridge) {
    this.labels = vectors.labels();
    this.width = vectors.latents() + 1;
    this.classes = vectors.classes();
    this.ridge = ridge;
    this.inputs = new double[Math.multiplyExact(labels.length, width)];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < width - 1; j++) {
        inputs[i * width + j] = (vectors.vectors()[i][j] - means[j]) * scales[j];
      }
      inputs[i * width + width - 1] = 1;
    }
  }

  double[] start() {
    return new double[classes * width];
  }

  @Override
  public double valueAndGradient(double[] parameters, double[] gradient) {
    int blocks = (labels.length + BLOCK - 1) / BLOCK;
    List<double[]> sums =
        IntStream.range(0, blocks).parallel().mapToObj(block -> sum(block, parameters)).toList();
    double value = 0;
    for (int p = 0; p < parameters.length; p++) {
      double weight = p % width == width - 1 ? 0 : parameters[p];
      value += 0.5 * ridge * weight * weight;
      gradient[p] = ridge * weight;
    }
    for (double[] sum : sums) {
      value += sum[parameters.length] / labels.length;
      for (int p = 0; p < parameters.length; p++) {
        gradient[p] += sum[p] / labels.length;
      }
    }
    return value;
  }

  /** The gradient summed over a block of latent vectors, and after it the loss. */
  private double[] sum(int block, double[] parameters) {
    double[] sum = new double[parameters.length + 1];
    double[] p = new double[classes];
    int to = Math.min(labels.length, (block + 1) * BLOCK);
    for (int i = block * BLOCK; i < to; i++) {
      int input = i * width;
      for (int k = 0; k < classes; k++) {
        double logit = 0;
        for (int j = 0; j < width; j++) {
          logit += parameters[k * width + j] * inputs[input + j];
        }
        p[k] = logit;
      }
      double own = p[labels[i]];
      sum[parameters.length] += softmax(p) - own;
      p[labels[i]] -= 1;
      // ∂/∂W_k = (p_k − [y = k]) x.
      for (int k = 0; k < classes; k++) {
        for (int j = 0; j < width; j++) {
          sum[k * width + j] += p[k] * inputs[input + j];
        }
      }
    }
    return sum;
  }

  /** Makes logits probabilities, and returns log Σ exp of them. */
  static double softmax(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double total = 0;
    for (int k = 0; k < logits.length; k++) {
      logits[k] = Math.exp(logits[k] - largest);
      total += logits[k];
    }
    for (int k = 0; k < logits.length; k++) {
      logits[k] /= total;
    }
    return largest + Math.log(total);
  }
}
