package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.VaeConfig;
import vae4j.data.ImageShape;
import vae4j.plot.image.MissingFontsException;

class AutoencoderAgainstVaeTest {
  private static final ImageShape SHAPE = new ImageShape(32, 32, 1);

  @TempDir private Path folder;

  @Test
  void theCodesOfTheVaeLieCloserTogetherThanThoseOfTheAutoencoder() throws IOException {
    try (AutoencoderAgainstVae.Result result = run(1_000, 200, 6)) {
      AutoencoderAgainstVae.Side plain = result.autoencoder();
      AutoencoderAgainstVae.Side vae = result.vae();

      assertThat(plain.test().kl()).isZero();
      assertThat(vae.test().kl()).isPositive();
      assertThat(plain.latents().rootMeanSquare())
          .isGreaterThan(1.3 * vae.latents().rootMeanSquare());
    }
  }

  @Test
  void codesGridAndDreamsOfBothAreThere() throws IOException {
    try (AutoencoderAgainstVae.Result result = run(100, 150, 1)) {
      for (AutoencoderAgainstVae.Side side :
          new AutoencoderAgainstVae.Side[] {result.autoencoder(), result.vae()}) {
        assertThat(side.latents().values()).hasDimensions(150, 2);
        assertThat(side.grid().shape()).containsExactly(100, 32, 32, 1);
        assertThat(side.samples().shape()).containsExactly(100, 32, 32, 1);
        assertThat(side.samples().minNumber().doubleValue()).isNotNegative();
        assertThat(side.samples().maxNumber().doubleValue()).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void bothAreDrawn() throws IOException {
    List<String> names = SmallData.test(1).labelNames();
    try (AutoencoderAgainstVae.Result result = run(100, 20, 1)) {
      AutoencoderAgainstVae.draw(result, names, folder);
    } catch (MissingFontsException e) {
      Assumptions.abort(e.getMessage());
    }

    assertThat(folder)
        .isDirectoryContaining("glob:**/autoencoder-codes.png")
        .isDirectoryContaining("glob:**/autoencoder-grid.png")
        .isDirectoryContaining("glob:**/autoencoder-samples.png")
        .isDirectoryContaining("glob:**/vae-codes.png")
        .isDirectoryContaining("glob:**/vae-grid.png")
        .isDirectoryContaining("glob:**/vae-samples.png");
  }

  private static AutoencoderAgainstVae.Result run(int train, int test, int epochs)
      throws IOException {
    VaeConfig.Builder layers = VaeConfig.dense(SHAPE).hidden(64).latent(2);
    return AutoencoderAgainstVae.run(layers, SmallData.train(train), SmallData.test(test), epochs);
  }
}
