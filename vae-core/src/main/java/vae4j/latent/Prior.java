package vae4j.latent;

import java.util.List;
import java.util.random.RandomGenerator;
import vae4j.graph.parameter.ParameterSpec;

/**
 * p(z), the distribution that latent vectors are drawn from to generate images. A new prior is one
 * class with this interface, and a line in {@link #parse}.
 */
public interface Prior {
  /**
   * Parameters that are trained with the model. A conditional model has them for each class: its
   * prior is p(z | y).
   *
   * @param dimensions latent dimensions Z
   * @return none by default
   */
  default List<ParameterSpec> parameters(int dimensions) {
    return List.of();
  }

  /**
   * log p(z) in nats, and its gradients.
   *
   * @param z latent vectors one after another
   * @param from first number of the vector
   * @param dimensions latent dimensions Z
   * @param label class y of a conditional model; 0 for an unconditional one
   * @param parameters values of {@link #parameters}, of all classes one after another
   * @param weight w of the gradients
   * @param zGradient w·∂log p/∂z is added here from {@code from} on
   * @param parameterGradients w·∂log p/∂parameter is added here
   * @return log p(z)
   */
  double logDensity(
      double[] z,
      int from,
      int dimensions,
      int label,
      double[][] parameters,
      double weight,
      double[] zGradient,
      double[][] parameterGradients);

  /**
   * Draws a latent vector.
   *
   * @param random source of randomness
   * @param temperature multiplies standard deviations, at least 0; 1 for p(z) itself
   * @param label class y of a conditional model; 0 for an unconditional one
   * @param parameters values of {@link #parameters}, of all classes one after another
   * @param z overwritten with Z numbers
   * @param from first of them
   * @param dimensions latent dimensions Z
   */
  void sample(
      RandomGenerator random,
      double temperature,
      int label,
      double[][] parameters,
      float[] z,
      int from,
      int dimensions);

  /**
   * The prior of a name, the inverse of {@code toString()}.
   *
   * @param name {@code standard-normal} or {@code gaussian-mixture:K}
   * @return the prior
   * @throws IllegalArgumentException if there is none of that name
   */
  static Prior parse(String name) {
    if (name.equals("standard-normal")) {
      return new StandardNormal();
    }
    if (name.matches("gaussian-mixture:[0-9]{1,6}")) {
      return new GaussianMixture(Integer.parseInt(name.substring(name.indexOf(':') + 1)));
    }
    throw new IllegalArgumentException(
        "prior must be standard-normal or gaussian-mixture:K, was " + name);
  }
}
