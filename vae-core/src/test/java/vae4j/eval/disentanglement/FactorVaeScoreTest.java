package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vae4j.eval.probe.Codes;

class FactorVaeScoreTest {
  private static final FactorGrid GRID = FactorGrid.of(10, 10, 10, 10);

  private static double score(Codes codes) {
    return ArtificialCodes.score(
        FactorVaeScore.defaults(), ArtificialCodes.drawn(codes, GRID), "factor_vae");
  }

  @Test
  void aPerfectCodeScoresOne() {
    assertThat(score(ArtificialCodes.perfect(GRID))).isEqualTo(1);
  }

  /** 1/4 as of the β-VAE score, and as near to it. */
  @Test
  void aCodeThatKnowsNothingScoresOneInAsManyFactors() {
    assertThat(score(ArtificialCodes.noise(4))).isCloseTo(0.25, within(0.05));
  }

  /**
   * Turned by 45° in the plane of two factors, the variance of both latents halves whichever of the
   * two is fixed, and that of the other pair stays: a half, with a deviation of 0.007.
   */
  @Test
  void aCodeTurnedByHalfARightAngleScoresAHalf() {
    assertThat(score(ArtificialCodes.turned(ArtificialCodes.perfect(GRID), 45)))
        .isCloseTo(0.5, within(0.03));
  }

  /** A collapsed latent that holds a factor in its last digits takes no votes. */
  @Test
  void latentsThatHardlyMoveAreLeftOut() {
    Codes whispering =
        ArtificialCodes.changed(
            ArtificialCodes.perfect(GRID),
            code -> new float[] {code[0], code[1], 0.01f * code[2], 0.01f * code[3]});
    FactorCodes drawn = ArtificialCodes.drawn(whispering, GRID);

    // Of four factors two are always found; of the votes for the others, on either latent by the
    // chance of 64 draws, none is.
    assertThat(ArtificialCodes.score(FactorVaeScore.defaults(), drawn, "factor_vae"))
        .isCloseTo(0.5, within(0.03));
    assertThat(ArtificialCodes.score(new FactorVaeScore(5_000, 5_000, 64, 0), drawn, "factor_vae"))
        .isEqualTo(1);
  }

  /** Every vote is for the first latent, and so for one of four factors. */
  @Test
  void whereAllAreDeadItGuesses() {
    Codes dead = ArtificialCodes.changed(ArtificialCodes.noise(3), code -> new float[] {1, 2, 3});

    assertThat(score(dead)).isCloseTo(0.25, within(0.03));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FactorVaeScore(0, 10, 2, 0))
        .withMessage("training and test votes must be positive, were 0, 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FactorVaeScore(10, 10, 1, 0))
        .withMessage("pictures must be at least 2, was 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FactorVaeScore(10, 10, 2, Double.NaN))
        .withMessage("dead variance must be at least 0, was NaN");
  }
}
