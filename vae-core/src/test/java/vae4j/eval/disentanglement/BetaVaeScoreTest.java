package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vae4j.eval.probe.LatentMeans;

class BetaVaeScoreTest {
  private static final FactorGrid GRID = FactorGrid.of(10, 10, 10, 10);

  private static double score(LatentMeans codes) {
    return ArtificialCodes.score(
        BetaVaeScore.defaults(), ArtificialCodes.drawn(codes, GRID), "beta_vae");
  }

  @Test
  void aPerfectCodeScoresOne() {
    assertThat(score(ArtificialCodes.perfect(GRID))).isEqualTo(1);
  }

  /**
   * Four factors: 1/4, with a deviation of √(¼ · ¾ / 5000) = 0.006. The codes of the images at hand
   * are fixed, so that the thousand of them with one value differ from the others a little: 0.05.
   */
  @Test
  void aCodeThatKnowsNothingScoresOneInAsManyFactors() {
    assertThat(score(ArtificialCodes.noise(4))).isCloseTo(0.25, within(0.05));
  }

  /**
   * Turned by 45° in the plane of two factors, both latents move by |Δ of the other factor| / √2
   * whichever of the two is fixed: the two cannot be told apart, the pairs can. A half; deviation
   * √(½ · ½ / 5000) = 0.007.
   */
  @Test
  void aCodeTurnedByHalfARightAngleScoresAHalf() {
    assertThat(score(ArtificialCodes.turned(ArtificialCodes.perfect(GRID), 45)))
        .isCloseTo(0.5, within(0.03));
  }

  @Test
  void refusesNoVotes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BetaVaeScore(10, 0, 1))
        .withMessage("test votes must be positive, was 0");
  }
}
