package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class PrecisionTest {
  @ParameterizedTest
  @EnumSource(Precision.class)
  void nameAndTypeLeadBack(Precision precision) {
    assertThat(Precision.parse(precision.toString())).isEqualTo(precision);
    assertThat(Precision.parse(precision.name())).isEqualTo(precision);
    // TF32 is kept as float32, and computed otherwise.
    assertThat(Precision.of(precision.dataType()))
        .isEqualTo(precision == Precision.TF32 ? Precision.FLOAT32 : precision);
  }

  @Test
  void refusesOtherNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.parse("fp8"))
        .withMessage("precision must be one of float32, tf32, bf16, fp16, float64, was fp8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.of(DataType.UTF8))
        .withMessage("no precision for UTF8");
  }
}
