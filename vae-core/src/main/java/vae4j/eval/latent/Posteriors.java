package vae4j.eval.latent;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.DatasetLoss;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.data.Seeds.Purpose;
import vae4j.latent.DiagonalGaussian;
import vae4j.latent.Gaussian;

/**
 * The posteriors of images, on the heap: q(z | x) = N(μ, diag e^ℓ), or the latent vectors alone of
 * a plain autoencoder.
 *
 * @param latent latents Z, at least 1
 * @param mean μ, [N·Z], image by image
 * @param logVariance ℓ = log σ², [N·Z]; null for a plain autoencoder
 */
public record Posteriors(int latent, float[] mean, float @Nullable [] logVariance) {
  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if the numbers are not those of whole latent vectors
   */
  public Posteriors {
    requirePositive("latent", latent);
    if (mean.length == 0 || mean.length % latent != 0) {
      throw new IllegalArgumentException(
          "means must be a positive multiple of the " + latent + " latents, were " + mean.length);
    }
    if (logVariance != null && logVariance.length != mean.length) {
      throw new IllegalArgumentException(
          "log-variances must be as many as means, "
              + mean.length
              + ", were "
              + logVariance.length);
    }
  }

  /**
   * Encodes a whole split.
   *
   * @param vae the model
   * @param dataset images of its shape
   * @param binarization what is done to pixel values
   * @param seed of stochastic binarisation
   * @return the posteriors, in the order of the data set
   * @throws IllegalArgumentException if the data set is empty or of another shape
   */
  public static Posteriors of(Vae vae, ImageDataset dataset, Binarization binarization, long seed) {
    DatasetLoss.requireFits(vae, dataset);
    int latent = vae.config().latent();
    float[] mean = new float[Math.multiplyExact(dataset.size(), latent)];
    float[] logVariance = vae.config().variational() ? new float[mean.length] : null;
    int offset = 0;
    try (Batches batches =
        Batches.inOrder(
            dataset,
            vae.imagesAtATime(),
            binarization,
            Seeds.stream(seed, Purpose.EVALUATION_NOISE, 1))) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        Posteriors some = of(vae.given(batch), batch.images());
        System.arraycopy(some.mean, 0, mean, offset, some.mean.length);
        if (logVariance != null && some.logVariance != null) {
          System.arraycopy(some.logVariance, 0, logVariance, offset, some.mean.length);
        }
        offset += some.mean.length;
      }
    }
    return new Posteriors(latent, mean, logVariance);
  }

  /**
   * Encodes a batch.
   *
   * @param vae the model
   * @param images [N, H, W, C], float32 in [0, 1]
   * @return the posteriors
   * @throws IllegalArgumentException if the shape is not the model's
   */
  public static Posteriors of(Inference vae, INDArray images) {
    try (DiagonalGaussian posterior = vae.encode(images)) {
      return new Posteriors(
          posterior.latent(),
          values(posterior.mean()),
          vae.config().variational() ? values(posterior.logVariance()) : null);
    }
  }

  private static float[] values(INDArray array) {
    return array.reshape('c', new long[] {array.length()}).toFloatVector();
  }

  /** Number of images N. */
  public int size() {
    return mean.length / latent;
  }

  /**
   * KL(q(z | x) ‖ N(0, I)) of one image (Kingma and Welling 2014, appendix B).
   *
   * @param image in [0, N)
   * @return nats; 0 for a plain autoencoder
   */
  public double kl(int image) {
    double sum = 0;
    for (int z = 0; z < latent; z++) {
      sum += kl(image, z);
    }
    return sum;
  }

  /**
   * One latent's part of {@link #kl(int)}.
   *
   * @param image in [0, N)
   * @param z in [0, Z)
   * @return nats; 0 for a plain autoencoder
   */
  public double kl(int image, int z) {
    if (logVariance == null) {
      return 0;
    }
    int index = image * latent + z;
    return Gaussian.kl(mean[index], logVariance[index]);
  }

  /** {@link #kl(int, int)} of each latent, mean over images: [Z], nats per image. */
  public double[] klPerDimension() {
    double[] klPerDimension = new double[latent];
    for (int n = 0; n < size(); n++) {
      for (int z = 0; z < latent; z++) {
        klPerDimension[z] += kl(n, z) / size();
      }
    }
    return klPerDimension;
  }

  /** E[μ], the mean over images of each latent's mean: [Z]. */
  public double[] centre() {
    double[] centre = new double[latent];
    for (int i = 0; i < mean.length; i++) {
      centre[i % latent] += mean[i] / (double) size();
    }
    return centre;
  }

  /** Var(μ), the variance over images of each latent's mean (over N, not N − 1): [Z]. */
  public double[] variances() {
    double[] centre = centre();
    double[] variances = new double[latent];
    for (int i = 0; i < mean.length; i++) {
      double distance = mean[i] - centre[i % latent];
      variances[i % latent] += distance * distance / size();
    }
    return variances;
  }

  /**
   * Draws a latent vector for an image: z = μ + σ·ε (Kingma and Welling 2014, section 2.4).
   *
   * @param image in [0, N)
   * @param random where ε comes from
   * @return z, [Z]; μ for a plain autoencoder
   */
  public double[] draw(int image, RandomGenerator random) {
    double[] vector = new double[latent];
    if (logVariance == null) {
      Arrays.setAll(vector, z -> mean[image * latent + z]);
      return vector;
    }
    for (int z = 0; z < latent; z++) {
      vector[z] = draw(image * latent + z, random.nextGaussian());
    }
    return vector;
  }

  /**
   * One number of a latent vector: z = μ + σ·ε.
   *
   * @param index in {@link #mean}
   * @param noise ε
   * @return z; μ for a plain autoencoder
   */
  public double draw(int index, double noise) {
    return logVariance == null
        ? mean[index]
        : Gaussian.sample(mean[index], logVariance[index], noise);
  }

  /**
   * log q(z | x) of a latent vector; not for a plain autoencoder.
   *
   * @param image in [0, N)
   * @param z holds the vector [Z]
   * @param from its first number in {@code z}
   * @return nats
   */
  public double logDensity(int image, double[] z, int from) {
    float[] logVariances = Objects.requireNonNull(logVariance);
    double sum = 0;
    for (int d = 0; d < latent; d++) {
      int index = image * latent + d;
      sum += Gaussian.logDensity(z[from + d], mean[index], logVariances[index]);
    }
    return sum;
  }
}
