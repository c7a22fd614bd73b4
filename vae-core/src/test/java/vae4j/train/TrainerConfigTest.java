package vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.data.Binarization;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;
import vae4j.loss.KlWeight;
import vae4j.loss.Progress;

class TrainerConfigTest {
  @Test
  void presetsBringTheirSettings() {
    TrainerConfig config = Presets.named("gdl-vae").training();

    assertThat(config.epochs()).isEqualTo(5);
    assertThat(config.batchSize()).isEqualTo(100);
    assertThat(config.learningRate()).isEqualTo(LearningRate.constant(5e-4));
    assertThat(config.optimizer()).isEqualTo(new Optimizer.Adam(0.9, 0.999, 1e-7));
    assertThat(config.beta()).isEqualTo(KlWeight.constant(2.048));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void learningRatesThatCannotBeAreRefused(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRate.constant(rate))
        .withMessage("learning rate must be positive and finite, was " + rate);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRate.cosine(rate))
        .withMessage("learning rate must be positive and finite, was " + rate);
  }

  @Test
  void cosineFallsFromTheRateToNone() {
    LearningRate rate = LearningRate.cosine(0.2);

    assertThat(rate.at(new Progress(0, 0, 100, Map.of()))).isEqualTo(0.2);
    assertThat(rate.at(new Progress(0, 50, 100, Map.of()))).isCloseTo(0.1, within(1e-15));
    assertThat(rate.at(new Progress(0, 100, 100, Map.of()))).isCloseTo(0, within(1e-15));
  }

  @Test
  void learningRatesAreReadFromTheirText() {
    for (LearningRate rate : List.of(LearningRate.constant(1e-3), LearningRate.cosine(2e-3))) {
      assertThat(LearningRate.parse(rate.toString())).isEqualTo(rate);
    }
    for (String text : List.of("fast", "cosine", "cosine:", "linear:0.1", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LearningRate.parse(text))
          .withMessage("learning rate must be a number or cosine:NUMBER, was " + text);
    }
  }

  @Test
  void countsMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainerConfig.defaults().withEpochs(0))
        .withMessage("epochs must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainerConfig.defaults().withBatchSize(-3))
        .withMessage("batch size must be positive, was -3");
  }

  @Test
  void optimizerNumbersAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Optimizer.Adam(1, 0.9, 1e-7))
        .withMessage("beta1 must be in [0, 1), was 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Optimizer.Adam(0.9, 0.9, 0))
        .withMessage("epsilon must be positive and finite, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizer.sgd(Double.NaN))
        .withMessage("momentum must be in [0, 1), was NaN");
  }

  @Test
  void settingsAreReadBackFromTheirJson() throws Exception {
    List<TrainerConfig> configs =
        List.of(
            TrainerConfig.defaults(),
            TrainerConfig.defaults()
                .withEpochs(7)
                .withBatchSize(33)
                .withLearningRate(LearningRate.cosine(0.25))
                .withOptimizer(Optimizer.sgd(0.9))
                .withBeta(KlWeight.warmUp(4, 2.5))
                .withBinarization(Binarization.STOCHASTIC)
                .withExtraTerm("total_correlation", 5)
                .withSeed(-3));
    for (TrainerConfig config : configs) {
      assertThat(TrainerConfig.fromJson(JsonFields.of("settings", config.toJson())))
          .isEqualTo(config);
    }
  }

  @Test
  void aScheduleOfOnesOwnCannotBeReadBack() {
    JsonObject json = TrainerConfig.defaults().withBeta(progress -> 1).toJson();

    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> TrainerConfig.fromJson(JsonFields.of("settings", json)))
        .withMessageStartingWith(
            "settings: field kl_weight.type: wanted one of constant, warm-up, was ");
  }

  @Test
  void anUnknownLossTermIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainerConfig.defaults().withExtraTerm("mmd", 1))
        .withMessage("loss term must be total_correlation, was mmd");
  }
}
