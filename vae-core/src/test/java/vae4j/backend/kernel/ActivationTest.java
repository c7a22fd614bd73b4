package vae4j.backend.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationTest {
  @ParameterizedTest
  @ValueSource(strings = {"identity", "relu", "leaky_relu:0.01", "leaky_relu:0.2", "silu", "tanh"})
  void textIsReadBackAsTheSame(String name) {
    assertThat(Activation.parse(name)).hasToString(name);
  }

  @Test
  void namesAreReadInAnyCase() {
    assertThat(Activation.parse("ReLU")).isEqualTo(Activation.relu());
    assertThat(Activation.parse("LEAKY_RELU")).isEqualTo(Activation.leakyRelu(0.01));
  }

  @Test
  void onlySiluNeedsItsInputForTheDerivative() {
    assertThat(Activation.silu().derivativeFromOutput()).isFalse();
    assertThat(Activation.identity().derivativeFromOutput()).isTrue();
    assertThat(Activation.relu().derivativeFromOutput()).isTrue();
    assertThat(Activation.leakyRelu(0.2).derivativeFromOutput()).isTrue();
    assertThat(Activation.tanh().derivativeFromOutput()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "softplus, 'activation must be identity, relu, leaky_relu[:slope], silu or tanh, was softplus'",
    "'', 'activation must be identity, relu, leaky_relu[:slope], silu or tanh, was '",
    "leaky_relu:x, 'slope must be a number in (0, 1), was leaky_relu:x'",
    "leaky_relu:, 'slope must be a number in (0, 1), was leaky_relu:'",
    "leaky_relu:1.5, 'slope must be in (0, 1), was 1.5'",
    "leaky_relu:nan, 'slope must be a number in (0, 1), was leaky_relu:nan'"
  })
  void refusesOtherNames(String name, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activation.parse(name))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesASlopeOutsideZeroToOne(double slope) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activation.leakyRelu(slope))
        .withMessage("slope must be in (0, 1), was " + slope);
  }
}
