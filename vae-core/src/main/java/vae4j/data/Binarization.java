package vae4j.data;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** Binarization of pixel values before they are given to a model. */
public enum Binarization {
  /** Nothing: values stay in [0, 1]. */
  NONE,
  /** 1 where the value is above ½, else 0. */
  THRESHOLD,
  /**
   * 1 with the value as its probability, else 0, drawn afresh in each epoch (Salakhutdinov and
   * Murray 2008, "On the quantitative analysis of deep belief networks").
   */
  STOCHASTIC;

  /**
   * The inverse of {@code toString()}; case does not matter.
   *
   * @param name {@code none}, {@code threshold} or {@code stochastic}
   * @return the value
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Binarization named(String name) {
    for (Binarization each : values()) {
      if (each.toString().equals(name.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "binarize must be none, threshold or stochastic, was " + name);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Binarises values in place.
   *
   * @param values numbers in [0, 1]
   * @param from first index
   * @param to index after the last
   * @param random where {@link #STOCHASTIC} draws from; the others leave it untouched
   */
  public void apply(float[] values, int from, int to, RandomGenerator random) {
    switch (this) {
      case NONE -> {}
      case THRESHOLD -> {
        for (int i = from; i < to; i++) {
          values[i] = values[i] > 0.5f ? 1f : 0f;
        }
      }
      case STOCHASTIC -> {
        for (int i = from; i < to; i++) {
          values[i] = random.nextFloat() < values[i] ? 1f : 0f;
        }
      }
    }
  }
}
