package vae4j.latent;

import static vae4j.data.Checks.requirePositive;

import java.util.List;
import java.util.random.RandomGenerator;
import vae4j.graph.parameter.ParameterSpec;
import vae4j.graph.parameter.Role;

/**
 * A mixture of Gaussians with equal shares, p(z) = 1/K Σ_k N(z; μ_k, diag e^{ℓ_k}), trained with
 * the model (Tomczak and Welling 2018, section 2, "MoG"). Parameters {@code means} and {@code
 * log_variances} [K, Z].
 *
 * @param components K, positive
 */
public record GaussianMixture(int components) implements Prior {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public GaussianMixture {
    requirePositive("mixture components", components);
  }

  @Override
  public List<ParameterSpec> parameters(int dimensions) {
    List<Long> shape = List.of((long) components, (long) dimensions);
    return List.of(
        new ParameterSpec("means", Role.WEIGHTS, shape, 0),
        new ParameterSpec("log_variances", Role.BIAS, shape, 0));
  }

  @Override
  public double logDensity(
      double[] z,
      int from,
      int dimensions,
      int label,
      double[][] parameters,
      double weight,
      double[] zGradient,
      double[][] parameterGradients) {
    double[] logs = new double[components];
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < components; k++) {
      for (int d = 0; d < dimensions; d++) {
        int at = (label * components + k) * dimensions + d;
        logs[k] += Gaussian.logDensity(z[from + d], parameters[0][at], parameters[1][at]);
      }
      largest = Math.max(largest, logs[k]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    for (int k = 0; k < components; k++) {
      // The share of component k in the density at z.
      double share = weight * Math.exp(logs[k] - largest) / sum;
      for (int d = 0; d < dimensions; d++) {
        int at = (label * components + k) * dimensions + d;
        double precision = Math.exp(-parameters[1][at]);
        double difference = z[from + d] - parameters[0][at];
        zGradient[from + d] -= share * difference * precision;
        parameterGradients[0][at] += share * difference * precision;
        parameterGradients[1][at] += share * 0.5 * (difference * difference * precision - 1);
      }
    }
    return largest + Math.log(sum / components);
  }

  @Override
  public void sample(
      RandomGenerator random,
      double temperature,
      int label,
      double[][] parameters,
      float[] z,
      int from,
      int dimensions) {
    int k = random.nextInt(components);
    for (int d = 0; d < dimensions; d++) {
      int at = (label * components + k) * dimensions + d;
      double noise = temperature * random.nextGaussian();
      z[from + d] = (float) Gaussian.sample(parameters[0][at], parameters[1][at], noise);
    }
  }

  @Override
  public String toString() {
    return "gaussian-mixture:" + components;
  }
}
