package vae4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.ImageShape;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

class LatentScaleTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);
  private static final VaeConfig CONFIG = VaeConfig.conv(SHAPE).filters(4).latent(2).build();

  @TempDir Path folder;

  /** std² = Var[μ] + E[σ²] over all images, of which there are more than go through at a time. */
  @Test
  void isThatOfThePosteriorsOfTheTrainingImagesAndIsKeptInTheFile() throws Exception {
    TestImages images = new TestImages(SHAPE, 130);
    Path file = folder.resolve("model.vae");
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThat(vae.latentStatistics()).isNull();
      new Trainer(TrainerConfig.defaults().withEpochs(1)).fit(vae, images);
      Inference.Encoded encoded = vae.encode(images.all());
      for (int d = 0; d < 2; d++) {
        double mean = 0;
        double square = 0;
        for (int n = 0; n < 130; n++) {
          double mu = encoded.mean()[2 * n + d];
          mean += mu / 130;
          square += (mu * mu + Math.exp(encoded.logVariance()[2 * n + d])) / 130;
        }
        assertThat(vae.latentStatistics().mean().get(d)).isCloseTo(mean, within(1e-6));
        assertThat(vae.latentStatistics().std().get(d))
            .isCloseTo(Math.sqrt(square - mean * mean), within(1e-6));
      }
      vae.save(file);
      try (Vae loaded = Vae.load(file, backend)) {
        assertThat(loaded.latentStatistics()).isEqualTo(vae.latentStatistics());
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.recordLatentStatistics(new LatentScale(List.of(0.0), List.of(1.0))))
          .withMessage("latent statistics must have 2 dimensions, had 1");
    }
  }
}
