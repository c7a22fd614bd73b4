package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.cli.console.LossText;
import vae4j.data.ImageShape;
import vae4j.loss.KlWeight;
import vae4j.loss.Likelihood;
import vae4j.loss.LossTerms;

class LossTextTest {
  @Test
  void theBooksWeightOf500OnPaddedFashionMnistIsBeta2048() {
    assertThat(LossText.scaleEquivalents(new ImageShape(32, 32, 1), Likelihood.bernoulli()))
        .contains("32×32×1", "500 × mean BCE + KL is β = 2.048");
  }

  @Test
  void pyTorchVaesWeightOnColourImagesOf64By64IsBeta154() {
    ImageShape shape = new ImageShape(64, 64, 3);

    assertThat(LossText.scaleEquivalents(shape, Likelihood.gaussian(1)))
        .contains("kld_weight 0.00025 with σ² = 1 is β = 1.536");
    assertThat(LossText.scaleEquivalents(shape, Likelihood.gaussian(0.5)))
        .contains("kld_weight 0.00025 with σ² = 0.5 is β = 3.072");
  }

  @Test
  void lossesInTheBooksUnits() {
    // 500 · (262.144 / 1024) = 128 and 500/1024 · 2.048 · 5 = 5, worked out by hand.
    LossTerms loss = LossTerms.of(262.144, 5, 2.048);

    assertThat(LossText.gdl(loss, new ImageShape(32, 32, 1)))
        .isEqualTo("total 133.00  reconstruction 128.00  KL 5.000");
  }

  @Test
  void lossesInNats() {
    assertThat(LossText.nats(LossTerms.of(260, 5, 2)))
        .isEqualTo("reconstruction 260.00  KL 5.000  β 2  objective 270.00  ELBO -265.00");
  }

  @Test
  void schedulesOfBeta() {
    assertThat(LossText.of(KlWeight.constant(2.048))).isEqualTo("2.048");
    assertThat(LossText.of(KlWeight.warmUp(4, 2.5))).isEqualTo("0 → 4 over 2.5 epochs");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "2.0480000000000005,2.048", "0.00025,2.50e-04", "-0.5,-0.5", "100,100"})
  void numbersHaveNoIdleZeros(double value, String text) {
    assertThat(LossText.number(value)).isEqualTo(text);
  }
}
