package vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.Presets;
import vae4j.loss.BetaSchedule;

class TrainerConfigTest {
  @Test
  void presetsBringTheirSettings() {
    TrainerConfig config = TrainerConfig.of(Presets.named("gdl-vae"));

    assertThat(config.epochs()).isEqualTo(5);
    assertThat(config.batchSize()).isEqualTo(100);
    assertThat(config.learningRate()).isEqualTo(LearningRate.constant(5e-4));
    assertThat(config.optimizer()).isEqualTo(new Optimizer.Adam(0.9, 0.999, 1e-7));
    assertThat(config.beta()).isEqualTo(BetaSchedule.constant(2.048));
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

    assertThat(rate.at(0, 100)).isEqualTo(0.2);
    assertThat(rate.at(50, 100)).isCloseTo(0.1, within(1e-15));
    assertThat(rate.at(100, 100)).isCloseTo(0, within(1e-15));
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
}
