package vae4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.data.ImageShape;
import vae4j.latent.DiagonalGaussian;

/**
 * Encoding, decoding and sampling: by a {@link Vae}, a {@link Session} of one, or either for given
 * labels.
 */
public interface Inference {
  /** The architecture of the model. */
  VaeConfig config();

  /**
   * The posterior q(z | x) of images.
   *
   * @param images [N, H, W, C], float32 in [0, 1], N at least 1
   * @return mean and log-variance [N, Z], float32, or float64 on a backend that computes in
   *     float64; the caller's to close; a plain autoencoder's log-variance is the smallest there
   *     is, −30
   * @throws IllegalArgumentException if the shape is not the model's
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  DiagonalGaussian encode(INDArray images);

  /**
   * The decoder's output before it is made an image: logits (Bernoulli) or means (Gaussian).
   *
   * @param latents z, [N, Z] or [N, h, w, c], N at least 1
   * @return [N, H, W, C], of the type of {@link #encode}, the caller's to close
   * @throws IllegalArgumentException if the shape is not the model's, or a number is NaN or
   *     infinite
   */
  INDArray decodeOutput(INDArray latents);

  /**
   * The expected images of latent vectors.
   *
   * @param latents z, [N, Z] or [N, h, w, c], N at least 1
   * @return [N, H, W, C] in [0, 1], of the type of {@link #encode}, the caller's to close
   * @throws IllegalArgumentException if the shape is not the model's, or a number is NaN or
   *     infinite
   */
  INDArray decode(INDArray latents);

  /**
   * Images decoded from latent vectors drawn from the prior.
   *
   * @param count how many, at least 1
   * @param seed of the latent vectors
   * @return [N, H, W, C] in [0, 1], of the type of {@link #encode}, the caller's to close
   * @throws IllegalArgumentException if count is not positive, or the images have more than 2³¹ − 1
   *     numbers
   */
  default INDArray sample(int count, long seed) {
    return sample(count, seed, 1);
  }

  /**
   * Images decoded from latent vectors drawn from the prior with a temperature: the standard
   * deviations of the prior are multiplied by it (Kingma and Dhariwal 2018, "Glow", section 4).
   * Below 1 samples are more typical and less varied.
   *
   * @param count how many, at least 1
   * @param seed of the latent vectors
   * @param temperature T, at least 0 and finite; 1 for the prior itself
   * @return [N, H, W, C] in [0, 1], of the type of {@link #encode}, the caller's to close
   * @throws IllegalArgumentException if count is not positive, the temperature is out of its range,
   *     or the images have more than 2³¹ − 1 numbers
   */
  INDArray sample(int count, long seed, double temperature);

  /**
   * log p(x | z) of images given latent vectors, with the constant that a fixed Gaussian's loss
   * leaves out. Nothing is encoded, and the images are brought to the backend once however many
   * latent vectors there are; it is fastest with many in one call.
   *
   * @param images x, [N, H, W, C], float32 in [0, 1], N at least 1
   * @param latents z, [S·N, Z], S at least 1; row s·N + n belongs to image n
   * @return [S·N], nats; for grey pixels and a Bernoulli likelihood the negative cross-entropy
   * @throws IllegalArgumentException if a shape is not the model's, or the number of latent vectors
   *     no multiple of the number of images, or a number is NaN or infinite
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  double[] logLikelihood(INDArray images, INDArray latents);

  /**
   * Images through encoder and decoder: the decoding of the posterior's mean.
   *
   * @param images [N, H, W, C], float32 in [0, 1], N at least 1
   * @return [N, H, W, C] in [0, 1], of the type of {@link #encode}, the caller's to close
   * @throws IllegalArgumentException if the shape is not the model's
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  default INDArray reconstruct(INDArray images) {
    try (DiagonalGaussian posterior = encode(images)) {
      return decode(posterior.mean());
    }
  }

  /**
   * Mean and log-variance of q(z | x) as Java arrays.
   *
   * @param mean μ, [N, Z]
   * @param logVariance log σ², [N, Z]
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Encoded(float[] mean, float[] logVariance) {}

  /**
   * As {@link #encode(INDArray)}, with Java arrays.
   *
   * @param images [N, H, W, C] in C order, in [0, 1]
   * @return mean and log-variance [N, Z] in C order
   * @throws IllegalArgumentException if the length is no multiple of an image's
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN
   */
  default Encoded encode(float[] images) {
    try (INDArray array = imagesOf(images);
        DiagonalGaussian posterior = encode(array)) {
      return new Encoded(values(posterior.mean()), values(posterior.logVariance()));
    }
  }

  /**
   * As {@link #decode(INDArray)}, with Java arrays.
   *
   * @param latents z, [N, Z] in C order
   * @return images [N, H, W, C] in C order, in [0, 1]
   * @throws IllegalArgumentException if the length is no multiple of Z, or a number is NaN or
   *     infinite
   */
  default float[] decode(float[] latents) {
    try (INDArray array = latentsOf(latents);
        INDArray decoded = decode(array)) {
      return values(decoded);
    }
  }

  /**
   * As {@link #decodeOutput(INDArray)}, with Java arrays.
   *
   * @param latents z, [N, Z] in C order
   * @return logits or means [N, H, W, C] in C order
   * @throws IllegalArgumentException if the length is no multiple of Z, or a number is NaN or
   *     infinite
   */
  default float[] decodeOutput(float[] latents) {
    try (INDArray array = latentsOf(latents);
        INDArray output = decodeOutput(array)) {
      return values(output);
    }
  }

  /**
   * As {@link #sample}, with a Java array.
   *
   * @param count how many, at least 1
   * @param seed of the latent vectors
   * @return images [N, H, W, C] in C order, in [0, 1]
   * @throws IllegalArgumentException if count is not positive, or the images have more than 2³¹ − 1
   *     numbers
   */
  default float[] sampleValues(int count, long seed) {
    try (INDArray images = sample(count, seed)) {
      return values(images);
    }
  }

  /**
   * As {@link #logLikelihood(INDArray, INDArray)}, with Java arrays.
   *
   * @param images [N, H, W, C] in C order, in [0, 1]
   * @param latents z, [S·N, Z] in C order; row s·N + n belongs to image n
   * @return [S·N], nats
   * @throws IllegalArgumentException if a length does not fit the model or the number of images, or
   *     a number is NaN or infinite
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN
   */
  default double[] logLikelihood(float[] images, float[] latents) {
    try (INDArray x = imagesOf(images);
        INDArray z = latentsOf(latents)) {
      return logLikelihood(x, z);
    }
  }

  /**
   * As {@link #reconstruct(INDArray)}, with Java arrays.
   *
   * @param images [N, H, W, C] in C order, in [0, 1]
   * @return images [N, H, W, C] in C order, in [0, 1]
   * @throws IllegalArgumentException if the length is no multiple of an image's
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN
   */
  default float[] reconstruct(float[] images) {
    try (INDArray array = imagesOf(images);
        INDArray decoded = reconstruct(array)) {
      return values(decoded);
    }
  }

  private INDArray imagesOf(float[] images) {
    ImageShape shape = config().input();
    int count = rows("images", images.length, shape.size());
    return Nd4j.create(
        images, new long[] {count, shape.height(), shape.width(), shape.channels()}, 'c');
  }

  private INDArray latentsOf(float[] latents) {
    int dimensions = config().latent();
    int count = rows("latents", latents.length, dimensions);
    return Nd4j.create(latents, new long[] {count, dimensions}, 'c');
  }

  private static int rows(String name, int length, int each) {
    if (length == 0 || length % each != 0) {
      throw new IllegalArgumentException(
          name + " must have a multiple of " + each + " numbers, had " + length);
    }
    return length / each;
  }

  private static float[] values(INDArray array) {
    return array.reshape(new long[] {array.length()}).toFloatVector();
  }
}
