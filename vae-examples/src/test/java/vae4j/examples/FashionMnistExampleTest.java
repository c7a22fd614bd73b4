package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import vae4j.eval.EvaluationReport;
import vae4j.loss.LossTerms;
import vae4j.train.EpochMetrics;
import vae4j.train.EpochMetrics.Split;
import vae4j.train.Presets;
import vae4j.train.TrainingHistory;

class FashionMnistExampleTest {
  @Test
  void theBooksModelLearns() throws IOException {
    FashionMnistExample.Result result =
        FashionMnistExample.run(SmallData.train(200), SmallData.test(50), 2);

    // Keras's summary of the book's model says 100,868 + 246,273.
    assertThat(result.parameters()).isEqualTo(347_141);
    List<EpochMetrics> test = result.history().of(Split.TEST);
    assertThat(test.get(1).loss().objective()).isLessThan(test.get(0).loss().objective());
    // log 2 for each pixel is what a model says that knows nothing.
    assertThat(result.test().loss().objective()).isBetween(0.0, 1024 * Math.log(2));
    assertThat(result.test().images()).isEqualTo(50);
  }

  /** Some ten minutes: mvn verify -Pslow. */
  @Test
  @Tag("slow")
  @EnabledIfEnvironmentVariable(named = "VAE_DATA_DIR", matches = ".+")
  void theBooksModelEndsWhereFourPublicKerasLogsEnd() throws IOException {
    FashionMnistExample.Result result =
        FashionMnistExample.run(
            SmallData.train(Integer.MAX_VALUE), SmallData.test(Integer.MAX_VALUE), 5);

    // Epoch 5's running mean in the book's units; Keras logs say 132.70 ± 0.33 in all.
    LossTerms last = result.history().last(Split.TRAIN).orElseThrow().loss();
    assertThat(result.lossOfTheBook()).isBetween(131.7, 133.7);
    assertThat(last.reconstruction() / Presets.GDL_BETA).isBetween(126.6, 128.6);
    assertThat(last.kl()).isBetween(4.9, 5.3);
  }

  @Test
  void theBooksLossIsFiveHundredTimesTheMeanOverPixelsPlusTheDivergence() {
    LossTerms loss = LossTerms.of(260, 5, Presets.GDL_BETA);
    TrainingHistory history =
        new TrainingHistory(List.of(new EpochMetrics(5, Split.TRAIN, loss, 1, 1)), false);
    EvaluationReport report = new EvaluationReport("none", 1, loss, 1);

    double book = new FashionMnistExample.Result(1, history, report).lossOfTheBook();

    assertThat(book).isCloseTo(500 * (260.0 / 1024) + 5, within(1e-9));
  }
}
