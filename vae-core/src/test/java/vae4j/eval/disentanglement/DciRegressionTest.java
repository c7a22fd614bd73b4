package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.data.FactorDataset.Factor;
import vae4j.eval.probe.LatentMeans;

class DciRegressionTest {
  private static final FactorGrid GRID = FactorGrid.of(10, 10, 10, 10);

  private static double[] scores(LatentMeans codes, FactorGrid grid) {
    return DciRegression.defaults().measure(ArtificialCodes.drawn(codes, grid), 7).stream()
        .mapToDouble(Score::value)
        .toArray();
  }

  @Test
  void aPerfectCodeScoresOneThrice() {
    assertThat(scores(ArtificialCodes.perfect(GRID), GRID))
        .containsExactly(new double[] {1, 1, 1}, within(1e-12));
  }

  /** A line would see neither the shapes' false order nor the curve. */
  @Test
  void aPerfectCodeThatIsNotLinearScoresOneThrice() {
    FactorGrid shapes =
        new FactorGrid(
            List.of(
                new Factor("shape", 3, false), new Factor("size", 20), new Factor("angle", 40)));
    LatentMeans bent =
        ArtificialCodes.changed(
            ArtificialCodes.perfect(shapes),
            code ->
                new float[] {
                  new float[] {5, -3, 1}[(int) code[0]],
                  (float) Math.exp(code[1] / 4),
                  -(code[2] - 9) * (code[2] - 9) * (code[2] - 9)
                });

    assertThat(scores(bent, shapes)).containsExactly(new double[] {1, 1, 1}, within(1e-9));
  }

  /**
   * Trees cannot explain noise; by chance all latents seem to be of as much use for all factors.
   */
  @Test
  void aCodeThatKnowsNothingScoresNothingThrice() {
    assertThat(scores(ArtificialCodes.noise(4), GRID))
        .containsExactly(new double[] {0, 0, 0}, within(0.01));
  }

  /**
   * Turned by 45°, each latent is of as much use for two factors of four, and each factor needs two
   * latents of four: 1 − log 2 / log 4 both. The factors can still be told.
   */
  @Test
  void aCodeTurnedByHalfARightAngleScoresAHalfAHalfAndNearlyOne() {
    double[] scores = scores(ArtificialCodes.turned(ArtificialCodes.perfect(GRID), 45), GRID);

    assertThat(scores[0]).isCloseTo(0.5, within(0.03));
    assertThat(scores[1]).isCloseTo(0.5, within(0.03));
    assertThat(scores[2]).isBetween(0.95, 1.0);
  }

  /**
   * Two latents that say the same of one factor each: a latent helps with one factor only, and a
   * factor is told by two latents of four, 1 − log 2 / log 4, if chance is fair.
   */
  @Test
  void aCodeWithEveryLatentTwiceIsDisentangledAndNotComplete() {
    FactorGrid two = FactorGrid.of(60, 60);
    LatentMeans twice =
        ArtificialCodes.changed(
            ArtificialCodes.perfect(two), c -> new float[] {c[0], c[1], c[0], c[1]});
    double[] scores =
        new DciRegression(200, 1)
            .measure(ArtificialCodes.drawn(twice, two), 7).stream()
                .mapToDouble(Score::value)
                .toArray();

    assertThat(scores[0]).isCloseTo(1, within(1e-12));
    assertThat(scores[1]).isCloseTo(0.5, within(0.02));
  }

  @Test
  void refusesNoTrees() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DciRegression(0, 1))
        .withMessage("trees must be positive, was 0");
  }
}
