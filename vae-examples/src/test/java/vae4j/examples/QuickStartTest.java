package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.Vae;
import vae4j.data.ImageDataset;
import vae4j.train.EpochMetrics;
import vae4j.train.EpochMetrics.Split;
import vae4j.train.TrainingHistory;

class QuickStartTest {
  @TempDir private Path folder;

  @Test
  void theLossFallsAndTheImagesAndTheModelAreSaved() throws IOException {
    ImageDataset train = SmallData.train(200);

    TrainingHistory history = QuickStart.run(train, SmallData.test(50), 2, folder);

    List<EpochMetrics> test = history.of(Split.TEST);
    assertThat(test).hasSize(2);
    assertThat(test.get(1).loss().objective()).isLessThan(test.get(0).loss().objective());
    assertThat(folder.resolve("decoded.png")).isNotEmptyFile();
    assertThat(folder.resolve("samples.png")).isNotEmptyFile();
    try (Vae vae = Vae.load(folder.resolve("fashion.vae"))) {
      assertThat(vae.config().latent()).isEqualTo(16);
      assertThat(vae.provenance().dataset()).isEqualTo(train.name());
    }
  }
}
