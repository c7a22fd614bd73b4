package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vae4j.eval.probe.LatentMeans;

class MutualInformationGapTest {
  private static final FactorGrid GRID = FactorGrid.of(10, 10, 10, 10);

  private static double score(LatentMeans codes, FactorGrid grid) {
    return ArtificialCodes.score(
        MutualInformationGap.defaults(), ArtificialCodes.training(codes, grid), "mig");
  }

  /** scikit-learn's mutual_info_score and np.histogram on {@link ReferenceCodes}. */
  @Test
  void theScoreIsTheReferences() {
    assertThat(ArtificialCodes.score(MutualInformationGap.defaults(), ReferenceCodes.read(), "mig"))
        .isCloseTo(0.3882515794, within(1e-9));
  }

  @Test
  void aPerfectCodeScoresOne() {
    assertThat(score(ArtificialCodes.perfect(GRID), GRID)).isCloseTo(1, within(1e-12));
  }

  /** 32 steps in 20 bins: 12 bins with two and 8 with one, (12·2/32·4 + 8/32·5) bits of 5. */
  @Test
  void moreValuesThanBinsCostWhatTheFormulaSays() {
    FactorGrid fine = FactorGrid.of(32, 32);

    assertThat(score(ArtificialCodes.perfect(fine), fine)).isCloseTo(0.85, within(1e-12));
  }

  /** The counts' error is about 19 · 9 / (2 · 10⁴) nats, 0.4 % of log 10, for all latents. */
  @Test
  void aCodeThatKnowsNothingScoresNothing() {
    assertThat(score(ArtificialCodes.noise(4), GRID)).isBetween(0.0, 0.005);
  }

  @Test
  void aTurnedCodeScoresBetweenAndByHalfARightAngleNothing() {
    LatentMeans perfect = ArtificialCodes.perfect(GRID);

    assertThat(score(ArtificialCodes.turned(perfect, 15), GRID)).isBetween(0.2, 0.8);
    assertThat(
            score(
                ArtificialCodes.changed(
                    perfect, c -> new float[] {c[0] + c[1], c[0] - c[1], c[2] + c[3], c[2] - c[3]}),
                GRID))
        .isCloseTo(0, within(1e-12));
  }

  /**
   * I(a + b; a) = H(a + b) − H(b). For two dice of ten sides the sum s of 0 to 18 has 10 − |s − 9|
   * in a hundred chances.
   */
  @Test
  void whatASumSaysOfOneDieIsItsEntropyLessThatOfTheOther() {
    FactorGrid dice = FactorGrid.of(10, 10);
    LatentMeans sums =
        ArtificialCodes.changed(
            ArtificialCodes.perfect(dice), code -> new float[] {code[0] + code[1], 0});

    double entropy = 0;
    for (int s = 0; s <= 18; s++) {
      double chance = (10 - Math.abs(s - 9)) / 100.0;
      entropy -= chance * Math.log(chance);
    }
    MutualInformation information = MutualInformation.of(ArtificialCodes.drawn(sums, dice), 19);
    assertThat(information.entropies())
        .containsExactly(new double[] {Math.log(10), Math.log(10)}, within(1e-12));
    assertThat(information.nats()[0])
        .containsExactly(
            new double[] {entropy - Math.log(10), entropy - Math.log(10)}, within(1e-12));
    assertThat(information.nats()[1]).containsExactly(new double[] {0, 0}, within(1e-12));
  }

  @Test
  void refusesOneBin() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MutualInformationGap(1))
        .withMessage("bins must be at least 2, was 1");
  }
}
