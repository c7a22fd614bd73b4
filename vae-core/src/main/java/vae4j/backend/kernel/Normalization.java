package vae4j.backend.kernel;

import static vae4j.data.Checks.requirePositiveAndFinite;

import vae4j.data.ImageShape;

/**
 * A normalisation y = γ·(x − μ)/√(σ² + ε) + β with a γ and β per channel, by shape alone.
 *
 * <p>Group normalisation takes mean and variance over the positions and channels of each group of
 * an image (Wu and He 2018, equations 1 to 7), batch normalisation over the positions and images of
 * each channel (Ioffe and Szegedy 2015, algorithm 1). The variance is the biased one.
 *
 * @param shape of one image
 * @param groups of channels; of no effect across the batch
 * @param acrossBatch whether it is batch normalisation
 * @param epsilon ε, positive
 */
public record Normalization(ImageShape shape, int groups, boolean acrossBatch, double epsilon) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the groups do not divide the channels, or ε is not positive
   */
  public Normalization {
    if (groups <= 0 || shape.channels() % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide the " + shape.channels() + " channels, were " + groups);
    }
    requirePositiveAndFinite("epsilon", epsilon);
  }

  /**
   * Group normalisation.
   *
   * @param shape of one image
   * @param groups of channels, a divisor of their number
   * @param epsilon ε, positive
   */
  public static Normalization group(ImageShape shape, int groups, double epsilon) {
    return new Normalization(shape, groups, false, epsilon);
  }

  /**
   * Batch normalisation.
   *
   * @param shape of one image
   * @param epsilon ε, positive
   */
  public static Normalization batch(ImageShape shape, double epsilon) {
    return new Normalization(shape, shape.channels(), true, epsilon);
  }
}
