package vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.loss.LossTerms;

class DivergenceCheckTest {
  private static final String STEP = "1,000,000 times what training began with;";
  private static final String EPOCH = "1,000 times what training began with;";

  @Test
  void boundsAreMultiplesOfTheFirstObjective() {
    DivergenceCheck check = begun(LossTerms.of(690, 5, 2));

    assertThatNoException().isThrownBy(() -> check.checkStep(LossTerms.of(7.0e8, 0, 2), 8, 1));
    assertThatExceptionOfType(TrainingDivergedException.class)
        .isThrownBy(() -> check.checkStep(LossTerms.of(7.1e8, 0, 2), 8, 3))
        .withMessage(
            "training diverged at step 8 (epoch 3): reconstruction was 7.1E8, wanted at most"
                + " 7.0e+08, 1,000,000 times what training began with; try a lower learning rate or"
                + " a warm-up of beta");
    assertThatNoException().isThrownBy(() -> check.checkEpochEnd(LossTerms.of(6.9e5, 0, 2), 9, 1));
    assertThatExceptionOfType(TrainingDivergedException.class)
        .isThrownBy(() -> check.checkEpochEnd(LossTerms.of(7.1e5, 0, 2), 9, 1))
        .withMessageContaining(EPOCH);
  }

  /** A learned variance's loss may begin near 0, or below. */
  @Test
  void anObjectiveNearZeroCountsAsANatForEachNumberOfAnImage() {
    DivergenceCheck check = begun(LossTerms.of(-0.1, 0.1, 1));
    assertThatNoException().isThrownBy(() -> check.checkStep(LossTerms.of(9e7, 0, 1), 1, 1));
    assertThatExceptionOfType(TrainingDivergedException.class)
        .isThrownBy(() -> check.checkStep(LossTerms.of(1.1e8, 0, 1), 1, 1))
        .withMessageContaining(STEP);
    DivergenceCheck negative = begun(LossTerms.of(-3000, 10, 1));
    assertThatNoException().isThrownBy(() -> negative.checkStep(LossTerms.of(2.9e9, 0, 1), 1, 1));
  }

  @Test
  void theDivergenceCountsAsItDoesInTheObjective() {
    DivergenceCheck check = begun(LossTerms.of(700, 5, 1e-3));
    assertThatNoException().isThrownBy(() -> check.checkStep(LossTerms.of(1, 6e11, 1e-3), 1, 1));
    assertThatNoException().isThrownBy(() -> check.checkStep(LossTerms.of(1, 1e30, 0), 1, 1));
    assertThatExceptionOfType(TrainingDivergedException.class)
        .isThrownBy(() -> check.checkStep(LossTerms.of(1, 8e11, 1e-3), 1, 1))
        .satisfies(
            thrown -> {
              assertThat(thrown.term()).isEqualTo("kl");
              assertThat(thrown.value()).isEqualTo(8e11);
            });
  }

  @ParameterizedTest
  @CsvSource({"NaN, 1", "1, NaN", "Infinity, 1", "1, Infinity", "-Infinity, 1"})
  void whatIsNotFiniteIsNeverLetPass(double reconstruction, double kl) {
    LossTerms loss = LossTerms.of(reconstruction, kl, 0);
    for (DivergenceCheck check :
        new DivergenceCheck[] {new DivergenceCheck(100), begun(LossTerms.of(700, 5, 1))}) {
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(() -> check.checkStep(loss, 0, 1))
          .withMessageContaining("wanted a finite number;");
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(() -> check.checkEpochEnd(loss, 0, 1))
          .withMessageContaining("wanted a finite number;");
    }
  }

  private static DivergenceCheck begun(LossTerms first) {
    DivergenceCheck check = new DivergenceCheck(100);
    check.checkStep(first, 0, 1);
    return check;
  }
}
