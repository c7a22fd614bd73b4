package vae4j.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The random streams of one run, all from its one seed. Each purpose and epoch has a stream of its
 * own, so a run that goes on from epoch 3 sees what an uninterrupted one would have seen.
 */
public final class Seeds {
  /** What a stream is for. */
  public enum Purpose {
    /** Initial weights. */
    WEIGHTS(1),
    /** The order of the training pictures. */
    SHUFFLE(2),
    /** ε of the training steps. */
    TRAINING_NOISE(3),
    /** ε of validation and evaluation. */
    EVALUATION_NOISE(4),
    /** Codes drawn from the prior. */
    PRIOR(5),
    /** Pictures, votes and trees of disentanglement scores. */
    DISENTANGLEMENT(6),
    /** Stochastic binarisation of images by their index. */
    BINARIZATION(7);

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
   * @return a generator that nobody else uses
   */
  public static RandomGenerator stream(long seed, Purpose purpose, int epoch) {
    // Steele and Vigna's mix64 constants spread neighbouring seeds over the whole state space.
    long state = seed;
    state = mix(state + 0x9E3779B97F4A7C15L * purpose.number);
    state = mix(state + 0x9E3779B97F4A7C15L * (epoch + 1L));
    return new SplittableRandom(state);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
