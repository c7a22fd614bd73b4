package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import vae4j.sweep.SweepResults;
import vae4j.train.TrainSettings;

class CompareBetasTest {
  @Test
  void aLargerBetaLeavesLessKl() throws IOException {
    TrainSettings settings =
        TrainSettings.none().with("filters", "8,16").with("latent", 4).with("epochs", 3);

    SweepResults results =
        CompareBetas.run(SmallData.train(600), SmallData.test(100), settings.with("lr", "0.002"));

    assertThat(results.runs()).hasSize(4);
    double one = results.mean(results.settings().get(0), "kl").orElseThrow().mean();
    double four = results.mean(results.settings().get(1), "kl").orElseThrow().mean();
    assertThat(four).isLessThan(one);
    assertThat(results.markdown()).startsWith("| beta | seeds | reconstruction | kl | elbo |");
  }
}
