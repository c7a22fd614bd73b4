package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistogramTest {
  static Stream<double[]> numbers() {
    SplittableRandom random = new SplittableRandom(3);
    return Stream.of(
        new double[] {7},
        new double[] {2, 2, 2},
        new double[] {-1, 1},
        // Quartiles that are equal, with one number far away.
        new double[] {0, 0, 0, 0, 0, 0, 0, 100},
        random.doubles(10_000, -2, 5).toArray());
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void theAreaIsOneAndNoNumberLiesOutside(double[] values) {
    Histogram histogram = Histogram.of(values);

    double high = histogram.low() + histogram.width() * histogram.densities().length;
    assertThat(Arrays.stream(histogram.densities()).sum() * histogram.width())
        .isCloseTo(1, within(1e-9));
    assertThat(Arrays.stream(values).min().orElseThrow()).isGreaterThanOrEqualTo(histogram.low());
    assertThat(Arrays.stream(values).max().orElseThrow()).isLessThanOrEqualTo(high + 1e-9);
  }

  @Test
  void normalNumbersFollowTheNormalDensity() {
    SplittableRandom random = new SplittableRandom(11);
    double[] values = new double[40_000];
    Arrays.setAll(values, i -> random.nextGaussian());

    Histogram histogram = Histogram.of(values);

    for (int i = 0; i < histogram.densities().length; i++) {
      double from = histogram.low() + i * histogram.width();
      double share = PriorDensity.cdf(from + histogram.width()) - PriorDensity.cdf(from);
      double expected = share * values.length;
      double counted = histogram.densities()[i] * histogram.width() * values.length;
      // Counts are nearly Poisson; beyond five of their deviations once in some 20,000 seeds.
      assertThat(counted).isCloseTo(expected, within(5 * Math.sqrt(expected) + 5));
    }
  }

  @Test
  void binsAreAsWideAsFreedmanAndDiaconisAdvise() {
    // Even numbers from 0 to 1: quartiles ½ apart, so 2 · ½ · 1000^(−1/3) = 0.1: ten bins.
    double[] values = new double[1000];
    Arrays.setAll(values, i -> i / 999.0);

    assertThat(Histogram.of(values).densities().length).isBetween(10, 11);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Histogram.of(new double[0]))
        .withMessage("a histogram needs at least one number, had none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Histogram.of(new double[] {0, Double.NaN}))
        .withMessage("numbers of a histogram must be finite, were from 0.0 to NaN");
  }
}
