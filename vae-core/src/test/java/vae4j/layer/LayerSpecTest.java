package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import vae4j.backend.Activation;
import vae4j.data.ImageShape;

class LayerSpecTest {
  private static final Activation RELU = Activation.relu();

  static Stream<Arguments> specsOutOfRange() {
    return Stream.of(
        spec(() -> new Dense(0, RELU), "units must be positive, was 0"),
        spec(() -> new Conv2D(0, 3, 2, RELU), "filters must be positive, was 0"),
        spec(() -> new Conv2D(8, -3, 2, RELU), "kernel must be positive, was -3"),
        spec(() -> new Conv2D(8, 3, 0, RELU), "stride must be positive, was 0"),
        spec(() -> new Conv2DTranspose(0, 8, 4, 3, 2, RELU), "height must be positive, was 0"),
        spec(() -> new Conv2DTranspose(8, -1, 4, 3, 2, RELU), "width must be positive, was -1"),
        spec(() -> new Conv2DTranspose(8, 8, 0, 3, 2, RELU), "filters must be positive, was 0"),
        spec(() -> new Conv2DTranspose(8, 8, 4, 0, 2, RELU), "kernel must be positive, was 0"),
        spec(() -> new Conv2DTranspose(8, 8, 4, 3, 0, RELU), "stride must be positive, was 0"));
  }

  private static Arguments spec(Supplier<LayerSpec> spec, String message) {
    return Arguments.of(spec, message);
  }

  @ParameterizedTest
  @MethodSource("specsOutOfRange")
  void refusesNumbersThatAreNotPositive(Supplier<LayerSpec> spec, String message) {
    assertThatIllegalArgumentException().isThrownBy(spec::get).withMessage(message);
  }

  @Test
  void typesAreCalledByTheirNames() {
    assertThat(new Dense(1, RELU).type()).isEqualTo("Dense");
    assertThat(new Conv2D(1, 1, 1, RELU).type()).isEqualTo("Conv2D");
    assertThat(new Conv2DTranspose(1, 1, 1, 1, 1, RELU).type()).isEqualTo("Conv2DTranspose");
    assertThat(new Reshape(new ImageShape(1, 1, 1)).type()).isEqualTo("Reshape");
  }
}
