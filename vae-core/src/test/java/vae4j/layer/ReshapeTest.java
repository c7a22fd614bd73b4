package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import vae4j.backend.Activation;
import vae4j.data.ImageShape;

class ReshapeTest {
  private final Reshape reshape = new Reshape(new ImageShape(4, 4, 8));

  @Test
  void keepsTheNumbersAndHasNoWeights() {
    assertThat(reshape.outputShape(new ImageShape(1, 1, 128))).isEqualTo(new ImageShape(4, 4, 8));
    assertThat(reshape.map(new ImageShape(1, 1, 128))).isNull();
    assertThat(reshape.activation()).isEqualTo(Activation.identity());
  }

  @Test
  void refusesAnotherNumberOfNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reshape.outputShape(new ImageShape(1, 1, 127)))
        .withMessage("reshape to 4×4×8 needs 128 numbers, was 1×1×127");
  }
}
