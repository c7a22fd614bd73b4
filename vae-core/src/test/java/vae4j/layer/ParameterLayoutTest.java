package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
  @Test
  void placesFollowOneAnother() {
    ParameterLayout layout = new ParameterLayout();

    Parameter kernel = layout.add("kernel", 3, 4);
    Parameter bias = layout.add("bias", 4);
    Parameter scalar = layout.add("scalar");

    assertThat(kernel.offset()).isZero();
    assertThat(bias.offset()).isEqualTo(12);
    assertThat(scalar.offset()).isEqualTo(16);
    assertThat(layout.length()).isEqualTo(17);
    assertThat(layout.parameters()).containsExactly(kernel, bias, scalar);
  }

  @Test
  void refusesANameTwice() {
    ParameterLayout layout = new ParameterLayout();
    layout.add("encoder/dense/kernel", 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> layout.add("encoder/dense/kernel", 3))
        .withMessage("parameter names must be unique, was twice encoder/dense/kernel");
    assertThat(layout.length()).isEqualTo(2);
  }

  @Test
  void itsListCannotBeChangedFromOutside() {
    ParameterLayout layout = new ParameterLayout();
    Parameter only = layout.add("only", 1);

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> layout.parameters().add(only));
  }
}
