package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorDensityTest {
  /** Table 26.1 of Abramowitz and Stegun, Handbook of Mathematical Functions (1964). */
  @ParameterizedTest
  @CsvSource({"0, 0.5", "1, 0.841344746068543", "2, 0.977249868051821", "-3, 0.001349898031630"})
  void probabilitiesAreThoseOfTheTable(double z, double p) {
    assertThat(PriorDensity.cdf(z)).isCloseTo(p, within(1e-14));
    assertThat(PriorDensity.quantile(p)).isCloseTo(z, within(1e-10));
  }
}
