package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.nd4j.Nd4jBackendProvider;
import vae4j.data.ImageDataset;
import vae4j.datasets.FashionMnistMini;
import vae4j.loss.LossTerms;
import vae4j.train.Decision;
import vae4j.train.Presets;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;
import vae4j.train.Training;
import vae4j.train.TrainingListener;

/** The preset on real images, as users train it: recorded steps, images taken on the device. */
class GdlVaeTest {
  private static final int STEPS = 20;
  private static final int BATCH = 10;

  @Test
  void twentyStepsAreThoseOfThePortableBackend() {
    BackendProvider cuda = new CudaBackendProvider();
    assumeTrue(cuda.unavailable(BackendOptions.defaults()).isEmpty(), "no GPU, nor a stand-in");
    Presets.Preset preset = Presets.named("gdl-vae");
    ImageDataset images = FashionMnistMini.train().take(STEPS * BATCH);

    List<LossTerms> theirs = train(new Nd4jBackendProvider(), preset, images);
    List<LossTerms> ours = train(cuda, preset, images);

    assertThat(ours).hasSize(STEPS);
    for (int i = 0; i < STEPS; i++) {
      double reconstruction = theirs.get(i).reconstruction();
      assertThat(ours.get(i).reconstruction())
          .as("step %d", i)
          .isCloseTo(reconstruction, within(1e-4 * reconstruction));
      double kl = theirs.get(i).kl();
      assertThat(ours.get(i).kl()).as("step %d", i).isCloseTo(kl, within(1e-4 * (1 + kl)));
    }
  }

  private static List<LossTerms> train(
      BackendProvider provider, Presets.Preset preset, ImageDataset images) {
    TrainerConfig settings = preset.training().withBatchSize(BATCH).withEpochs(1).withSeed(1);
    List<LossTerms> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public Decision onStep(Training training, Step step, LossTerms loss) {
            losses.add(loss);
            return Decision.CONTINUE;
          }
        };
    try (Backend backend = provider.open(BackendOptions.defaults());
        Vae vae = Vae.create(preset.config(), 1, backend)) {
      new Trainer(settings, listener).fit(vae, images);
    }
    return losses;
  }
}
