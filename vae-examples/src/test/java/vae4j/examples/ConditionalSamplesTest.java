package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.data.ImageShape;

class ConditionalSamplesTest {
  /** Two samples of each class: the share is a number of twentieths. */
  @Test
  void everySampleIsClassified() throws IOException {
    double share = ConditionalSamples.run(SmallData.train(200), 1, 2);
    assertThat(share).isBetween(0.0, 1.0);
    assertThat(20 * share).isCloseTo(Math.rint(20 * share), within(1e-9));
  }

  @Test
  void aModelThatWasNeverTrainedIsRefused() {
    VaeConfig config = VaeConfig.conv(new ImageShape(32, 32, 1)).conditional(10).build();
    try (Vae vae = Vae.create(config, 1)) {
      assertThatNullPointerException()
          .isThrownBy(() -> ConditionalSamples.share(vae, 1, 1))
          .withMessage("the model is not trained");
    }
  }
}
