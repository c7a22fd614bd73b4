package vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinarizationTest {
  private static final RandomGenerator UNUSED =
      () -> {
        throw new AssertionError("random numbers were drawn");
      };

  @Test
  void noneLeavesValuesAsTheyAre() {
    float[] values = {0, 0.25f, 0.5f, 1};

    Binarization.NONE.apply(values, 0, 4, UNUSED);

    assertThat(values).containsExactly(0, 0.25f, 0.5f, 1);
  }

  @Test
  void thresholdIsAboveAHalf() {
    float[] values = {0, 0.49f, 0.5f, Math.nextUp(0.5f), 1};

    Binarization.THRESHOLD.apply(values, 0, 5, UNUSED);

    assertThat(values).containsExactly(0, 0, 0, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 0.85f})
  void stochasticIsOneAsOftenAsTheValueSays(float value) {
    int draws = 100_000;
    float[] values = new float[draws];
    Arrays.fill(values, value);

    Binarization.STOCHASTIC.apply(values, 0, draws, new SplittableRandom(1));

    int ones = 0;
    for (float drawn : values) {
      assertThat(drawn == 0 || drawn == 1).isTrue();
      ones += (int) drawn;
    }
    // Five standard deviations of a binomial frequency: wrong for 1 seed in 1.7 million.
    double five = 5 * Math.sqrt(value * (1 - value) / draws);
    assertThat(ones / (double) draws).isCloseTo(value, within(five));
  }

  @Test
  void stochasticIsSureOfZeroAndOne() {
    float[] values = new float[20_000];
    Arrays.fill(values, 10_000, 20_000, 1);
    float[] before = values.clone();

    Binarization.STOCHASTIC.apply(values, 0, values.length, new SplittableRandom(2));

    assertThat(values).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(
      value = Binarization.class,
      names = {"THRESHOLD", "STOCHASTIC"})
  void changesTheGivenRangeOnly(Binarization binarization) {
    float[] values = {0.75f, 0.75f, 0.75f, 0.75f};

    binarization.apply(values, 1, 3, new SplittableRandom(3));

    assertThat(values[0]).isEqualTo(0.75f);
    assertThat(values[1]).isIn(0f, 1f);
    assertThat(values[2]).isIn(0f, 1f);
    assertThat(values[3]).isEqualTo(0.75f);
  }
}
