package vae4j.eval.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vae4j.backend.ParallelLoop;

/** Statistical tests have fixed seeds; with any seed each would hold in 997 of 1000 cases. */
class KernelInceptionDistanceTest {
  private static final ParallelLoop ALONE = new ParallelLoop(1);

  @Test
  void itIsTheSumOverAllPairs() {
    float[][] left = normal(40, 6, 0, new SplittableRandom(1));
    float[][] right = normal(30, 6, 0.3, new SplittableRandom(2));

    double expected =
        sum(left, left, true) / (40 * 39.0)
            + sum(right, right, true) / (30 * 29.0)
            - 2 * sum(left, right, false) / (40 * 30.0);

    assertThat(KernelInceptionDistance.unbiased(left, right)).isCloseTo(expected, within(1e-11));
  }

  @Test
  void ofOneDistributionItIsZeroOnAverageAndOftenNegative() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[400];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          KernelInceptionDistance.unbiased(normal(20, 4, 0.5, random), normal(25, 4, 0.5, random));
    }

    assertThat(Math.abs(mean(values))).isLessThan(3 * standardError(values));
    assertThat(Arrays.stream(values).boxed())
        .anyMatch(value -> value < 0)
        .anyMatch(value -> value > 0);
  }

  @Test
  void twoNormalDistributionsAreAtTheDistanceOfTheirMoments() {
    // For one feature k(x, y) = (xy + 1)³ = 1 + 3xy + 3x²y² + x³y³, so MMD² = 3 Δ₁² + 3 Δ₂² + Δ₃²
    // of the moments E xⁿ. Those of N(0, 1) are 0, 1, 0, those of N(½, 1) are ½, 1¼, 1⅝.
    double expected = 3 * 0.25 + 3 * 0.0625 + 1.625 * 1.625;
    SplittableRandom random = new SplittableRandom(4);
    double[] values = new double[400];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          KernelInceptionDistance.unbiased(normal(50, 1, 0, random), normal(50, 1, 0.5, random));
    }

    assertThat(Math.abs(mean(values) - expected)).isLessThan(3 * standardError(values));
    assertThat(standardError(values)).isLessThan(0.2 * expected);
  }

  @Test
  void subsetsOfAllImagesAllGiveTheSame() {
    float[][] left = normal(30, 5, 0, new SplittableRandom(5));
    float[][] right = normal(30, 5, 1, new SplittableRandom(6));

    KernelInceptionDistance.Estimate estimate =
        new KernelInceptionDistance(3, 30, 1).between(left, right, ALONE);

    assertThat(estimate.mean())
        .isCloseTo(KernelInceptionDistance.unbiased(left, right), within(1e-11));
    assertThat(estimate.standardError()).isCloseTo(0, within(1e-6));
  }

  @Test
  void subsetsScatterAroundWhatAllImagesGive() {
    float[][] left = normal(400, 5, 0, new SplittableRandom(5));
    float[][] right = normal(300, 5, 0.5, new SplittableRandom(6));

    KernelInceptionDistance.Estimate estimate =
        new KernelInceptionDistance(200, 50, 1).between(left, right, ALONE);

    assertThat(estimate.standardError()).isPositive();
    assertThat(Math.abs(estimate.mean() - KernelInceptionDistance.unbiased(left, right)))
        .isLessThan(3 * estimate.standardError());
  }

  @Test
  void oneSeedGivesOneResult() {
    float[][] left = normal(60, 5, 0, new SplittableRandom(5));
    float[][] right = normal(50, 5, 1, new SplittableRandom(6));
    KernelInceptionDistance.Estimate first =
        new KernelInceptionDistance(5, 20, 1).between(left, right, ALONE);

    assertThat(new KernelInceptionDistance(5, 20, 1).between(left, right, ALONE)).isEqualTo(first);
    assertThat(new KernelInceptionDistance(5, 20, 2).between(left, right, ALONE).mean())
        .isNotEqualTo(first.mean());
  }

  @Test
  void howManyThreadsThereAreDoesNotMatter() {
    float[][] left = normal(60, 5, 0, new SplittableRandom(5));
    float[][] right = normal(50, 5, 1, new SplittableRandom(6));

    try (ParallelLoop three = new ParallelLoop(3)) {
      assertThat(new KernelInceptionDistance(5, 20, 1).between(left, right, three))
          .isEqualTo(new KernelInceptionDistance(5, 20, 1).between(left, right, ALONE));
    }
  }

  @Test
  void fewerImagesThanASubsetAreRefused() {
    float[][] rows = normal(60, 5, 0, new SplittableRandom(5));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelInceptionDistance.defaults().between(rows, rows, ALONE))
        .withMessage(
            "the kernel distance on subsets of 1000 needs at least as many images, were 60");
  }

  @Test
  void rowsOfDifferentLengthAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelInceptionDistance.unbiased(new float[4][3], new float[4][2]))
        .withMessage("features of an image must be 3 numbers, were 2");
  }

  @Test
  void subsetsMustBeTwoOfTwo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KernelInceptionDistance(1, 100, 1))
        .withMessage("subsets must be at least 2, was 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KernelInceptionDistance(10, 1, 1))
        .withMessage("size of subsets must be at least 2, was 1");
  }

  /** Σ (x·y/F + 1)³, with or without the pairs of a row with itself. */
  private static double sum(float[][] left, float[][] right, boolean skipSame) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right.length; j++) {
        double dot = 0;
        for (int k = 0; k < left[i].length; k++) {
          dot += (double) left[i][k] * right[j][k];
        }
        sum += skipSame && i == j ? 0 : Math.pow(dot / left[i].length + 1, 3);
      }
    }
    return sum;
  }

  private static float[][] normal(int count, int features, double mean, SplittableRandom random) {
    float[][] rows = new float[count][features];
    for (float[] row : rows) {
      for (int i = 0; i < features; i++) {
        row[i] = (float) (mean + random.nextGaussian());
      }
    }
    return rows;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double standardError(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }
}
