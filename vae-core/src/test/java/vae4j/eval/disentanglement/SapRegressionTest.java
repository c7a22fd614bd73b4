package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vae4j.data.FactorDataset.Factor;
import vae4j.eval.probe.LatentMeans;

class SapRegressionTest {
  private static final FactorGrid GRID = FactorGrid.of(10, 10, 10, 10);
  private static final FactorGrid SHAPES =
      new FactorGrid(List.of(new Factor("shape", 3, false), new Factor("size", 20)));

  private static double score(LatentMeans codes, FactorGrid grid) {
    return ArtificialCodes.score(
        SapRegression.defaults(), ArtificialCodes.drawn(codes, grid), "sap_regression");
  }

  @Test
  void aPerfectCodeOfOrderedFactorsScoresOne() {
    assertThat(score(ArtificialCodes.perfect(GRID), GRID)).isCloseTo(1, within(1e-12));
  }

  /** The shape's gap is 1 − 1/3, the size's 1; the order of the shapes does not matter. */
  @Test
  void aFactorWithoutOrderGivesItsChanceAway() {
    LatentMeans shuffled =
        ArtificialCodes.changed(
            ArtificialCodes.perfect(SHAPES),
            code -> new float[] {new float[] {5, -3, 1}[(int) code[0]], code[1]});

    assertThat(score(shuffled, SHAPES)).isCloseTo((2.0 / 3 + 1) / 2, within(1e-12));
  }

  /** R² of a latent that is turned by θ is cos²θ for one factor and sin²θ for the other. */
  @Test
  void aTurnedCodeScoresTheCosineOfTwiceTheAngle() {
    LatentMeans perfect = ArtificialCodes.perfect(GRID);

    assertThat(score(ArtificialCodes.turned(perfect, 30), GRID)).isCloseTo(0.5, within(1e-6));
    assertThat(score(ArtificialCodes.turned(perfect, 45), GRID)).isCloseTo(0, within(1e-6));
  }

  /** R² of noise is about 1/10,000. */
  @Test
  void aCodeThatKnowsNothingScoresNothing() {
    assertThat(score(ArtificialCodes.noise(4), GRID)).isBetween(0.0, 0.002);
  }

  /** Shapes 0 0 1 1 0 2 in a row, three intervals: 0 0 | 1 1 | 0 2 find ⅔, all and all. */
  @Test
  void theIntervalsAreTheBestThereAre() {
    double[] latent = {1, 2, 3, 4, 5, 6};
    int[] shapes = {0, 0, 1, 1, 0, 2};

    assertThat(SapRegression.balancedAccuracy(latent, shapes, 3, 256))
        .isCloseTo((2.0 / 3 + 1 + 1) / 3, within(1e-12));
  }

  /** Tries all pairs of thresholds and all classes of the three intervals. */
  @Test
  void findsWhatTryingAllThresholdsFinds() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20; round++) {
      double[] latent = random.doubles(12).toArray();
      int[] shapes = random.ints(12, 0, 3).toArray();
      shapes[0] = 0;
      shapes[1] = 1;
      shapes[2] = 2;

      assertThat(SapRegression.balancedAccuracy(latent, shapes, 3, 256))
          .isCloseTo(tryAll(latent, shapes), within(1e-12));
    }
  }

  private static double tryAll(double[] latent, int[] shapes) {
    double best = 0;
    for (double low : latent) {
      for (double high : latent) {
        for (int classes = 0; classes < 27; classes++) {
          int[] right = new int[3];
          int[] all = new int[3];
          for (int i = 0; i < latent.length; i++) {
            int found =
                latent[i] < low ? classes % 3 : latent[i] < high ? classes / 3 % 3 : classes / 9;
            all[shapes[i]]++;
            if (found == shapes[i]) {
              right[shapes[i]]++;
            }
          }
          double accuracy = 0;
          for (int c = 0; c < 3; c++) {
            accuracy += (double) right[c] / all[c] / 3;
          }
          best = Math.max(best, accuracy);
        }
      }
    }
    return best;
  }
}
