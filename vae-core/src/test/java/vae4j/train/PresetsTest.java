package vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.graph.parameter.Parameter;

class PresetsTest {
  // Counted by hand from the layers: Σ kh·kw·in·out + out. Keras prints the same for gdl-vae.
  @ParameterizedTest
  @CsvSource({
    "gdl-vae, 347141",
    "gdl-autoencoder, 343043",
    "beta-vae-digits, 1068820",
    "linear-vae, 437540"
  })
  void presetsHaveTheirParameters(String name, long parameters) {
    assertThat(parameters(name, "")).isEqualTo(parameters);
  }

  @Test
  void gdlVaeHas100868ParametersInTheEncoderAnd246273InTheDecoder() {
    assertThat(parameters("gdl-vae", "encoder/")).isEqualTo(100_868);
    assertThat(parameters("gdl-vae", "decoder/")).isEqualTo(246_273);
  }

  private static long parameters(String preset, String prefix) {
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults());
        Vae vae = Vae.create(Presets.named(preset).config(), 1, backend)) {
      return vae.parameterLayout().stream()
          .filter(parameter -> parameter.name().startsWith(prefix))
          .mapToLong(Parameter::length)
          .sum();
    }
  }

  @Test
  void gdlLossIsBeta2048() {
    // 500 · (nats / 1024) + KL is 500/1024 of nats + 2.048 · KL.
    assertThat(Presets.named("gdl-vae").training().beta().last()).isEqualTo(2.048);
  }

  @Test
  void unknownPresetIsNamedWithTheChoices() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Presets.named("gdl"))
        .withMessage(
            "preset must be one of gdl-autoencoder, gdl-vae, beta-vae-digits, linear-vae, was gdl");
  }
}
