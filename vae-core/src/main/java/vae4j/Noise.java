package vae4j;

import java.util.random.RandomGenerator;
import vae4j.data.Seeds;

/** The source of ε ~ N(0, I) of the reparameterisation, image by image. */
@FunctionalInterface
public interface Noise {
  /**
   * Fills in the noise of one image.
   *
   * @param image its place in the batch, from 0
   * @param target overwritten from {@code offset} on
   * @param offset first number
   * @param length latent dimensions Z
   */
  void fill(int image, float[] target, int offset, int length);

  /**
   * Noise from one generator, image after image in the order of the batch.
   *
   * @param random source of randomness; Z numbers are drawn for each image
   */
  static Noise of(RandomGenerator random) {
    return (image, target, offset, length) -> {
      for (int i = offset; i < offset + length; i++) {
        target[i] = (float) random.nextGaussian();
      }
    };
  }

  /**
   * Noise that depends on nothing but the run's seed and the image's place in an epoch: a run can
   * be taken up anywhere, and an epoch divided in any way.
   *
   * @param seed the run's
   * @param purpose of the numbers
   * @param epoch from 0
   * @param first place in the epoch of the batch's first image
   */
  static Noise at(long seed, Seeds.Purpose purpose, int epoch, long first) {
    return (image, target, offset, length) ->
        of(Seeds.stream(seed, purpose, epoch, first + image)).fill(image, target, offset, length);
  }

  /**
   * The noise of a run of images.
   *
   * @param from place of the first in the batch
   * @param to place after the last
   * @param dimensions latent dimensions Z
   * @return [to − from, Z] in C order
   */
  default float[] of(int from, int to, int dimensions) {
    float[] noise = new float[(to - from) * dimensions];
    for (int i = from; i < to; i++) {
      fill(i, noise, (i - from) * dimensions, dimensions);
    }
    return noise;
  }
}
