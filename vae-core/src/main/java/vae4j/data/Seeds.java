package vae4j.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The random streams of one run, all from its one seed. Each purpose and epoch has a stream of its
 * own, so a run that goes on from epoch 3 sees what an uninterrupted one would have seen.
 */
public final class Seeds {
  /** The purpose of a stream. */
  public enum Purpose {
    /** Initial weights. */
    WEIGHTS(1),
    /** The order of the training images. */
    SHUFFLE(2),
    /** ε of the training steps. */
    TRAINING_NOISE(3),
    /** ε of validation and evaluation. */
    EVALUATION_NOISE(4),
    /** Latent vectors drawn from the prior. */
    PRIOR(5),
    /** Images, votes and trees of disentanglement scores. */
    DISENTANGLEMENT(6),
    /** Stochastic binarisation of images by their index. */
    BINARIZATION(7),
    /** Stochastic binarisation of the training images. */
    TRAINING_BINARIZATION(8);

    private final long number;

    Purpose(long number) {
      this.number = number;
    }
  }

  private Seeds() {}

  /**
   * A stream of random numbers.
   *
   * @param seed the run's seed, any number
   * @param purpose what the numbers are for
   * @param epoch the epoch they are for, from 0
   * @return a generator for this purpose alone
   */
  public static RandomGenerator stream(long seed, Purpose purpose, int epoch) {
    // Steele and Vigna's mix64 constants spread neighbouring seeds over the whole state space.
    long state = seed;
    state = mix(state + 0x9E3779B97F4A7C15L * purpose.number);
    state = mix(state + 0x9E3779B97F4A7C15L * (epoch + 1L));
    return new SplittableRandom(state);
  }

  /**
   * A stream of random numbers for one image of an epoch.
   *
   * @param seed the run's seed, any number
   * @param purpose of the numbers
   * @param epoch the epoch they are for, from 0
   * @param position place of the image in the epoch, from 0
   * @return a generator for this purpose alone
   */
  public static RandomGenerator stream(long seed, Purpose purpose, int epoch, long position) {
    long state = mix(seed + 0x9E3779B97F4A7C15L * purpose.number);
    state = mix(state + 0x9E3779B97F4A7C15L * (epoch + 1L));
    return new SplittableRandom(mix(state + 0x9E3779B97F4A7C15L * (position + 1)));
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
