package vae4j.eval.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against closed forms, on sets whose mean and covariance are known exactly. */
class FrechetInceptionDistanceTest {
  @Test
  void alongTheAxesItIsTheDistanceOfMeansAndDeviations() {
    double[] left = {1, 2, 0.5, 3};
    double[] right = {2, 1, 0.25, 3};
    double[] mean = {0.5, -1, 0, 2};

    // |m|² + Σ (σ − σ')²
    double expected = 0.25 + 1 + 4 + 1 + 1 + 0.0625;

    assertThat(
            FrechetInceptionDistance.between(
                moments(cross(left, new double[4], 0)), moments(cross(right, mean, 0))))
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void turningBothSetsAlikeChangesNothing() {
    double[] left = {1, 2, 0.5, 3};
    double[] right = {2, 1, 0.25, 3};

    assertThat(
            FrechetInceptionDistance.between(
                moments(cross(left, new double[4], 0.7)),
                moments(cross(right, new double[4], 0.7))))
        .isCloseTo(1 + 1 + 0.0625, within(1e-6));
  }

  @Test
  void twoEllipsesAcrossEachOtherAreAtTheDistanceOfTheClosedForm() {
    double[] left = {3, 0.5};
    double[] right = {2, 1};
    double angle = 0.9;

    // Tr M^½ = √(Tr M + 2 √det M) for any 2×2 M without negative eigenvalues; here M = C C'.
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double[][] turned = {
      {4 * c * c + s * s, (4 - 1) * c * s}, {(4 - 1) * c * s, 4 * s * s + c * c}
    };
    double trace = 9 * turned[0][0] + 0.25 * turned[1][1];
    double determinant = 9 * 0.25 * 4 * 1;
    double expected = 9 + 0.25 + 4 + 1 - 2 * Math.sqrt(trace + 2 * Math.sqrt(determinant));

    assertThat(
            FrechetInceptionDistance.between(
                moments(cross(left, new double[2], 0)),
                moments(cross(right, new double[2], angle))))
        .isCloseTo(expected, within(1e-5));
  }

  @Test
  void aSetIsAtZeroFromItself() {
    FeatureMoments moments = moments(random(300, 16, 1));

    assertThat(FrechetInceptionDistance.between(moments, moments)).isBetween(0.0, 1e-6);
  }

  @Test
  void featuresThatNeverChangeDoNoHarm() {
    float[][] rows = random(300, 16, 1);
    for (float[] row : rows) {
      row[3] = 0;
      row[7] = 5;
      row[9] = 2 * row[10];
    }
    FeatureMoments moments = moments(rows);

    assertThat(FrechetInceptionDistance.between(moments, moments)).isBetween(0.0, 1e-6);
  }

  @Test
  void shiftingBothSetsChangesNothingAndShiftingOneAddsTheSquareOfTheShift() {
    float[][] left = random(300, 8, 1);
    float[][] right = random(200, 8, 2);
    double distance = FrechetInceptionDistance.between(moments(left), moments(right));
    float[][] leftShifted = shifted(left, 64);

    assertThat(distance).isPositive();
    assertThat(FrechetInceptionDistance.between(moments(leftShifted), moments(shifted(right, 64))))
        .isCloseTo(distance, within(1e-4));
    assertThat(FrechetInceptionDistance.between(moments(leftShifted), moments(left)))
        .isCloseTo(8 * 64 * 64, within(1e-2));
  }

  @Test
  void itIsTheSameBothWays() {
    FeatureMoments left = moments(random(300, 8, 1));
    FeatureMoments right = moments(random(200, 8, 2));

    assertThat(FrechetInceptionDistance.between(left, right))
        .isCloseTo(FrechetInceptionDistance.between(right, left), within(1e-12));
  }

  @Test
  void aSetWithoutMoreImagesThanFeaturesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FrechetInceptionDistance.between(
                    moments(random(9, 8, 1)), moments(random(8, 8, 2))))
        .withMessage("the Fréchet distance on 8 features needs at least 9 images, were 8");
  }

  @Test
  void setsOfDifferentFeaturesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FrechetInceptionDistance.between(
                    moments(random(9, 3, 1)), moments(random(9, 4, 1))))
        .withMessage("both sets must have the same features, were 3 and 4");
  }

  /**
   * Points at ±r·σₖ on each axis k, of the covariance diag(σ²) with N − 1 in the denominator; then
   * turned by an angle in each plane of two neighbouring axes, and moved.
   */
  private static float[][] cross(double[] deviations, double[] mean, double angle) {
    int size = deviations.length;
    int count = 2 * size;
    double r = Math.sqrt((count - 1) / 2.0);
    float[][] rows = new float[count][size];
    for (int i = 0; i < count; i++) {
      double[] point = new double[size];
      point[i / 2] = (i % 2 == 0 ? r : -r) * deviations[i / 2];
      for (int k = 0; k + 1 < size; k++) {
        double x = point[k];
        double y = point[k + 1];
        point[k] = Math.cos(angle) * x - Math.sin(angle) * y;
        point[k + 1] = Math.sin(angle) * x + Math.cos(angle) * y;
      }
      for (int k = 0; k < size; k++) {
        rows[i][k] = (float) (point[k] + mean[k]);
      }
    }
    return rows;
  }

  private static FeatureMoments moments(float[][] rows) {
    FeatureMoments moments = new FeatureMoments(rows[0].length);
    moments.add(rows);
    return moments;
  }

  private static float[][] random(int count, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[count][features];
    for (float[] row : rows) {
      for (int i = 0; i < features; i++) {
        row[i] = (float) (seed * random.nextGaussian() + (i > 0 ? 0.8 * row[i - 1] : 0));
      }
    }
    return rows;
  }

  private static float[][] shifted(float[][] rows, float by) {
    float[][] moved = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      moved[i] = rows[i].clone();
      for (int k = 0; k < moved[i].length; k++) {
        moved[i][k] += by;
      }
    }
    return moved;
  }
}
