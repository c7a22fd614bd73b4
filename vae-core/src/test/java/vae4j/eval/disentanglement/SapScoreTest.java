package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SapScoreTest {
  /**
   * {@code LinearSVC(C=0.01, class_weight="balanced")} of scikit-learn 1.2.1 on {@link
   * ReferenceCodes}, to the last test image.
   */
  @Test
  void accuraciesAreScikitLearns() {
    double[][] accuracies = {
      {255, 103, 102, 93, 93},
      {143, 146, 184, 163, 138},
      {50, 57, 103, 42, 48},
      {40, 79, 25, 34, 68}
    };
    FactorLatents codes = ReferenceCodes.read();
    for (int f = 0; f < accuracies.length; f++) {
      double[] found = SapScore.defaults().accuracies(codes, f);
      for (int j = 0; j < found.length; j++) {
        assertThat(found[j] * 300)
            .as("factor %d, latent %d", f, j)
            .isCloseTo(accuracies[f][j], within(1e-9));
      }
    }
    assertThat(ArtificialCodes.score(SapScore.defaults(), codes, "sap"))
        .isCloseTo(0.1916666667, within(1e-9));
  }

  /** All latents find the most frequent value alike. */
  @Test
  void latentsThatNeverChangeGiveNothing() {
    FactorGrid grid = FactorGrid.of(4, 5);
    FactorLatents dead =
        ArtificialCodes.drawn(
            ArtificialCodes.changed(ArtificialCodes.noise(2), code -> new float[] {1, 2}), grid);

    assertThat(ArtificialCodes.score(SapScore.defaults(), dead, "sap")).isZero();
  }

  @Test
  void refusesAPenaltyThatIsNotPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SapScore(0))
        .withMessage("penalty must be positive and finite, was 0.0");
  }
}
