package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vae4j.eval.probe.LatentMeans;

class ModularityTest {
  private static final FactorGrid GRID = FactorGrid.of(10, 10, 10, 10);

  private static double score(LatentMeans codes) {
    return ArtificialCodes.score(
        Modularity.defaults(), ArtificialCodes.training(codes, GRID), "modularity");
  }

  @Test
  void aPerfectCodeScoresOne() {
    assertThat(score(ArtificialCodes.perfect(GRID))).isCloseTo(1, within(1e-12));
  }

  @Test
  void aCodeThatKnowsOneFactorTwiceAndNoOtherScoresOneButForItsDeadLatent() {
    LatentMeans twice =
        ArtificialCodes.changed(
            ArtificialCodes.perfect(GRID), code -> new float[] {code[2], -code[2], 5});

    // Of three latents two count 1, and the one that never changes 0, as in disentanglement_lib.
    assertThat(score(twice)).isCloseTo(2.0 / 3, within(1e-12));
  }

  /** scikit-learn's mutual_info_score and np.histogram on {@link ReferenceCodes}. */
  @Test
  void theScoreIsTheReferences() {
    assertThat(ArtificialCodes.score(Modularity.defaults(), ReferenceCodes.read(), "modularity"))
        .isCloseTo(0.9234625121, within(1e-9));
  }

  /** Each latent says as much of two factors and nothing of two: 1 − I² / (I² · 3). */
  @Test
  void aLatentOfTwoFactorsInFourScoresTwoThirds() {
    LatentMeans mixed =
        ArtificialCodes.changed(
            ArtificialCodes.perfect(GRID),
            c -> new float[] {c[0] + c[1], c[0] - c[1], c[2] + c[3], c[2] - c[3]});

    assertThat(score(mixed)).isCloseTo(2.0 / 3, within(1e-9));
  }

  /**
   * What is compared is χ² with 19 · 9 = 171 degrees for each factor, its deviation √(2/171) = 0.11
   * of its mean; the largest of four is 1.03 deviations above it on average, and the others'
   * squares are about (1 − 0.34 · 0.11)² / (1 + 1.03 · 0.11)² = 0.75 of its square.
   */
  @Test
  void aCodeThatKnowsNothingScoresLittle() {
    assertThat(score(ArtificialCodes.noise(40))).isCloseTo(0.25, within(0.1));
  }
}
