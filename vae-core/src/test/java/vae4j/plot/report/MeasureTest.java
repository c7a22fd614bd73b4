package vae4j.plot.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {
  @ParameterizedTest
  @CsvSource({
    "236.4512, 236.5",
    "0.123456, 0.1235",
    "-0.5, -0.5",
    "12345.678, 12346",
    "10000, 10000",
    "0, 0",
    "0.00001234567, 0.00001235",
    "NaN, –",
    "Infinity, ∞"
  })
  void aNumberAloneHasFourDigits(double value, String text) {
    Measure measure = Measure.of("loss", value, "nats", "");

    assertThat(measure.value()).isEqualTo(text);
    assertThat(measure.error()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "236.4512, 0.0314, 236.451, 0.031",
    "236.4512, 2, 236.5, 2.0",
    "236.4512, 31.4, 236, 31",
    "236.4512, 314, 236, 310",
    "0.9, 0, 0.9, ''",
    "0.9, NaN, 0.9, ''"
  })
  void aNumberHasAsManyDecimalsAsItsError(
      double value, double error, String text, String errorText) {
    Measure measure = Measure.of("loss", value, "nats", error, "");

    assertThat(measure.value()).isEqualTo(text);
    assertThat(measure.error()).isEqualTo(errorText);
  }

  @Test
  void allElseIsKept() {
    assertThat(Measure.of("loss", 1, "nats", 0.5, "lower is better"))
        .isEqualTo(new Measure("loss", "1.00", "nats", "0.50", "lower is better"));
  }
}
