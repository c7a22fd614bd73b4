package vae4j.loss;

import java.util.Arrays;
import java.util.List;
import vae4j.data.ImageShape;
import vae4j.graph.HostArrays;
import vae4j.graph.HostOp;
import vae4j.graph.Term;
import vae4j.latent.Gaussian;

/**
 * The total correlation KL(q(z) ‖ Π_d q(z_d)) of the aggregate posterior, a term per batch,
 * estimated from a batch of N images by minibatch-weighted sampling (Chen et al. 2018, "Isolating
 * sources of disentanglement in VAEs", equation S6):
 *
 * <pre>log q(z_n) ≈ log Σ_j q(z_n | x_j) − log N</pre>
 *
 * and likewise in each dimension; the term is the mean over n of log q(z_n) − Σ_d log q(z_n,d). The
 * paper's −log(N·M), with M training images, adds the constant (Z − 1)·log M, which has no
 * gradient. Inputs are μ, log σ² and z, each [N, Z]. With weight β − 1 beside a KL of weight 1 the
 * objective is that of the β-TCVAE (equation 4 with α = γ = 1).
 */
public record TotalCorrelation() implements HostOp {
  /** The loss term. */
  public static final String TERM = "total_correlation";

  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    return List.of();
  }

  @Override
  public List<Term> terms() {
    return List.of(Term.perBatch(TERM));
  }

  @Override
  public boolean acrossBatch() {
    return true;
  }

  @Override
  public void forward(HostArrays arrays) {
    arrays.loss(0)[0] = run(arrays, 0);
  }

  @Override
  public void backward(HostArrays arrays) {
    run(arrays, arrays.weight(0));
  }

  private double run(HostArrays arrays, double weight) {
    int n = arrays.batch();
    int dimensions = arrays.input(2).length / n;
    double[] z = arrays.input(2);
    double[] mean = arrays.input(0);
    double[] logVariance = arrays.input(1);
    double[] log = new double[n * dimensions];
    double[] joint = new double[n];
    double logCount = Math.log(n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      Arrays.fill(joint, 0);
      for (int j = 0; j < n; j++) {
        for (int d = 0; d < dimensions; d++) {
          int at = j * dimensions + d;
          log[at] = Gaussian.logDensity(z[i * dimensions + d], mean[at], logVariance[at]);
          joint[j] += log[at];
        }
      }
      sum += softmax(joint, 0, 1, n) - logCount;
      for (int d = 0; d < dimensions; d++) {
        sum -= softmax(log, d, dimensions, n) - logCount;
      }
      if (weight != 0) {
        addGradient(arrays, weight / n, i, joint, log);
      }
    }
    return sum / n;
  }

  /** Log Σ exp of every {@code step}-th of {@code count} numbers, which become their shares. */
  private static double softmax(double[] values, int from, int step, int count) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, values[from + i * step]);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      int at = from + i * step;
      values[at] = Math.exp(values[at] - largest);
      sum += values[at];
    }
    for (int i = 0; i < count; i++) {
      values[from + i * step] /= sum;
    }
    return largest + Math.log(sum);
  }

  /** The derivative of log Σ_j exp l_j is Σ_j share_j·∂l_j, jointly and in each dimension. */
  private static void addGradient(
      HostArrays arrays, double weight, int i, double[] joint, double[] marginal) {
    int dimensions = marginal.length / joint.length;
    for (int j = 0; j < joint.length; j++) {
      for (int d = 0; d < dimensions; d++) {
        int at = j * dimensions + d;
        double factor = weight * (joint[j] - marginal[at]);
        double difference = arrays.input(2)[i * dimensions + d] - arrays.input(0)[at];
        double l = arrays.input(1)[at];
        double pull = difference * Math.exp(-l);
        arrays.inputGradient(2)[i * dimensions + d] -= factor * pull;
        arrays.inputGradient(0)[at] += factor * pull;
        arrays.inputGradient(1)[at] += factor * 0.5 * (difference * pull - 1);
      }
    }
  }
}
