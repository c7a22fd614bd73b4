package vae4j.latent;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A normal distribution with independent dimensions for each of N images: q(z | x) = N(μ, diag σ²).
 *
 * @param mean μ, [N, Z], float32 or float64
 * @param logVariance log σ², [N, Z], of the same type, in [−30, 20]
 */
public record DiagonalGaussian(INDArray mean, INDArray logVariance) implements AutoCloseable {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if the two differ in shape or are not matrices
   */
  public DiagonalGaussian {
    if (mean.rank() != 2 || !Arrays.equals(mean.shape(), logVariance.shape())) {
      throw new IllegalArgumentException(
          "mean and log-variance must be [N, Z] both, were "
              + Arrays.toString(mean.shape())
              + " and "
              + Arrays.toString(logVariance.shape()));
    }
  }

  /** Number of images N. */
  public int size() {
    return (int) mean.size(0);
  }

  /** Number of latents Z. */
  public int latent() {
    return (int) mean.size(1);
  }

  /**
   * Draws a latent vector for each image: z = μ + σ·ε (Kingma and Welling 2014, section 2.4).
   *
   * @param random where ε comes from
   * @return z, [N, Z], of the type of the mean, the caller's to close
   */
  public INDArray sample(RandomGenerator random) {
    if (mean.dataType() == DataType.DOUBLE) {
      double[] latents = mean.dup('c').data().asDouble();
      double[] logVariances = logVariance.dup('c').data().asDouble();
      for (int i = 0; i < latents.length; i++) {
        latents[i] += Math.exp(0.5 * logVariances[i]) * random.nextGaussian();
      }
      return Nd4j.create(latents, mean.shape(), DataType.DOUBLE);
    }
    float[] means = values(mean);
    float[] logVariances = values(logVariance);
    for (int i = 0; i < means.length; i++) {
      means[i] += (float) (Math.exp(0.5 * logVariances[i]) * random.nextGaussian());
    }
    return Nd4j.create(means, mean.shape(), 'c');
  }

  private static float[] values(INDArray array) {
    try (INDArray copy = array.dup('c')) {
      return copy.reshape(new long[] {copy.length()}).toFloatVector();
    }
  }

  /** Frees both arrays. */
  @Override
  public void close() {
    if (!mean.wasClosed()) {
      mean.close();
    }
    if (!logVariance.wasClosed()) {
      logVariance.close();
    }
  }
}
