package vae4j.latent;

import java.util.random.RandomGenerator;

/** N(0, I) (Kingma and Welling 2014). */
public record StandardNormal() implements Prior {
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
    double sum = 0;
    for (int i = from; i < from + dimensions; i++) {
      sum += Gaussian.logDensity(z[i], 0, 0);
      zGradient[i] -= weight * z[i];
    }
    return sum;
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
    for (int i = from; i < from + dimensions; i++) {
      z[i] = (float) (temperature * random.nextGaussian());
    }
  }

  @Override
  public String toString() {
    return "standard-normal";
  }
}
