package vae4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KlWeightTest {
  @Test
  void constantStaysWhereItIs() {
    KlWeight schedule = KlWeight.constant(2.048);

    assertThat(schedule.at(at(0))).isEqualTo(2.048);
    assertThat(schedule.at(at(17.5))).isEqualTo(2.048);
    assertThat(schedule.last()).isEqualTo(2.048);
    assertThat(KlWeight.constant(0).at(at(3))).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0.5", "2.5, 1.25", "8, 4", "8.001, 4", "1000, 4"})
  void warmUpRisesInALineAndStays(double epoch, double beta) {
    KlWeight schedule = KlWeight.warmUp(4, 8);

    assertThat(schedule.at(at(epoch))).isEqualTo(beta);
    assertThat(schedule.last()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesABetaThatIsNegativeOrNotFinite(double beta) {
    String message = "beta must be 0 or positive and finite, was " + beta;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KlWeight.constant(beta))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KlWeight.warmUp(beta, 5))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAWarmUpThatIsNotPositiveOrNotFinite(double epochs) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KlWeight.warmUp(1, epochs))
        .withMessage("warm-up epochs must be positive and finite, was " + epochs);
  }

  private static Progress at(double epoch) {
    return new Progress(epoch, 0, 1, Map.of());
  }
}
