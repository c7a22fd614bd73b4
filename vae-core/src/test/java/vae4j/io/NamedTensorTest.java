package vae4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NamedTensorTest {
  @Test
  void aScalarHasOneValueAndAnEmptyAxisNone() {
    assertThat(NamedTensor.of("s", new float[] {1}).dimensions()).isEmpty();
    assertThat(NamedTensor.of("e", new float[0], 5, 0).dimensions()).containsExactly(5, 0);
  }

  @Test
  void aShapeThatDoesNotFitTheValuesIsShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamedTensor.of("w", new float[5], 2, 3))
        .withMessage("tensor w of shape [2, 3] cannot hold 5 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamedTensor.of("w", new float[6], -2, -3))
        .withMessage("tensor w of shape [-2, -3] cannot hold 6 values");
  }

  @Test
  void anEmptyNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamedTensor.of("", new float[1], 1))
        .withMessage("name of a tensor must not be empty");
  }

  @Test
  void tensorsAreEqualByTheirNumbers() {
    NamedTensor tensor = NamedTensor.of("w", new float[] {1, Float.NaN}, 2);

    assertThat(tensor)
        .isEqualTo(NamedTensor.of("w", new float[] {1, Float.NaN}, 2))
        .hasSameHashCodeAs(NamedTensor.of("w", new float[] {1, Float.NaN}, 2))
        .isNotEqualTo(NamedTensor.of("w", new float[] {2, Float.NaN}, 2))
        .isNotEqualTo(NamedTensor.of("w", new float[] {1, Float.NaN}, 1, 2))
        .hasToString("w[2]");
  }
}
