package vae4j.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;

class MetricTest {
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
    assertThat(Metric.of("Losses", "loss", value, "nats", "").formatted()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "236.4512, 0.0314, 236.451 ± 0.031",
    "236.4512, 2, 236.5 ± 2.0",
    "236.4512, 31.4, 236 ± 31",
    "236.4512, 314, 236 ± 310",
    "0.9, 0, 0.9",
    "0.9, NaN, 0.9"
  })
  void aNumberHasAsManyDecimalsAsItsError(double value, double error, String text) {
    assertThat(new Metric("Losses", "loss", value, error, "nats", "").formatted()).isEqualTo(text);
  }

  @Test
  void jsonGivesTheMetricBack() throws MalformedModelException {
    for (Metric metric :
        new Metric[] {
          new Metric("Losses", "active_units", 1.1, 0.5, "nats", "lower is better"),
          Metric.of("Losses", "loss", new Estimate(3, 0.5, 9), "", ""),
          Metric.of("Losses", "loss", Double.NaN, "nats", "")
        }) {
      assertThat(Metric.fromJson(JsonFields.of("x", metric.toJson()))).isEqualTo(metric);
    }
    assertThat(Metric.of("a", "active_units", 1, "", "").label()).isEqualTo("active units");
  }

  @Test
  void aMissingFieldIsNamed() {
    JsonObject json = Metric.of("Losses", "loss", 1, "nats", "").toJson();
    json.remove("unit");

    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> Metric.fromJson(JsonFields.of("evaluation.json", json)))
        .withMessageContaining("unit");
  }
}
