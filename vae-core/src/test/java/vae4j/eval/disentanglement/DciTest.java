package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vae4j.eval.probe.LatentMeans;

class DciTest {
  private static final FactorGrid GRID = FactorGrid.of(6, 6, 6, 6);

  private static double[] scores(FactorLatents codes) {
    return Dci.defaults().measure(codes, 7).stream().mapToDouble(Score::value).toArray();
  }

  private static double[] scores(LatentMeans codes) {
    return scores(ArtificialCodes.drawn(codes, GRID));
  }

  /** disentanglement_lib's formulas on scikit-learn's importances, see {@link BoostedTreesTest}. */
  @Test
  void theScoresAreTheReferences() {
    double[] scores = scores(ReferenceCodes.read());

    assertThat(scores[0]).isCloseTo(0.3963948627, within(2e-3));
    assertThat(scores[1]).isCloseTo(0.4305351487, within(2e-3));
    assertThat(scores[2]).isCloseTo(0.6825, within(5e-3));
  }

  @Test
  void aPerfectCodeScoresOneThrice() {
    assertThat(scores(ArtificialCodes.perfect(GRID)))
        .containsExactly(new double[] {1, 1, 1}, within(1e-9));
  }

  /** Of 6 values 1/6 is found by chance; the deviation over 4 · 432 tests is 0.009. */
  @Test
  void aCodeThatKnowsNothingScoresChance() {
    double[] scores = scores(ArtificialCodes.noise(4));

    assertThat(scores[0]).isBetween(0.0, 0.02);
    assertThat(scores[1]).isBetween(0.0, 0.02);
    assertThat(scores[2]).isCloseTo(1.0 / 6, within(0.05));
  }

  /**
   * Turned by 45°, each latent is of as much use for two factors of four, and each factor needs two
   * latents of four: 1 − log 2 / log 4 both. The factors can still be told.
   */
  @Test
  void aCodeTurnedByHalfARightAngleScoresAHalfAHalfAndNearlyOne() {
    double[] scores = scores(ArtificialCodes.turned(ArtificialCodes.perfect(GRID), 45));

    assertThat(scores[0]).isCloseTo(0.5, within(0.03));
    assertThat(scores[1]).isCloseTo(0.5, within(0.03));
    assertThat(scores[2]).isBetween(0.95, 1.0);
  }

  /** The base of the entropy is the number of all latents: C = 1 − log 2 / log 8 of eight. */
  @Test
  void latentsThatNeverChangeCountInCompleteness() {
    LatentMeans padded =
        ArtificialCodes.changed(
            ArtificialCodes.turned(ArtificialCodes.perfect(GRID), 45),
            c -> new float[] {c[0], c[1], c[2], c[3], 1, 1, 1, 1});
    double[] scores = scores(padded);

    assertThat(scores[0]).isCloseTo(0.5, within(0.03));
    assertThat(scores[1]).isCloseTo(2.0 / 3, within(0.03));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dci(0, 3, 0.1))
        .withMessage("trees must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dci(1, 11, 0.1))
        .withMessage("depth must be from 1 to 10, was 11");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dci(1, 3, Double.NaN))
        .withMessage("learning rate must be positive and finite, was NaN");
  }
}
