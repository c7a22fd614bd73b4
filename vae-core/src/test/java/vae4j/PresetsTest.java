package vae4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.layer.Layer;

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
    VaeConfig config = Presets.named(name).config();

    assertThat(VaeNetwork.of(config).layout().length()).isEqualTo(parameters);
  }

  @Test
  void gdlVaeHas100868ParametersInTheEncoderAnd246273InTheDecoder() {
    VaeNetwork network = VaeNetwork.of(Presets.named("gdl-vae").config());

    long encoder =
        network.layers().stream()
            .filter(layer -> layer.name().startsWith("encoder/"))
            .mapToLong(Layer::parameterCount)
            .sum();
    assertThat(encoder).isEqualTo(100_868);
    assertThat(network.decoder().parameterCount()).isEqualTo(246_273);
  }

  @Test
  void gdlLossIsBeta2048() {
    // 500 · (nats / 1024) + KL is 500/1024 of nats + 2.048 · KL.
    assertThat(Presets.named("gdl-vae").beta()).isEqualTo(2.048);
  }

  @Test
  void unknownPresetIsNamedWithTheChoices() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Presets.named("gdl"))
        .withMessage(
            "preset must be one of gdl-autoencoder, gdl-vae, beta-vae-digits, linear-vae, was gdl");
  }
}
