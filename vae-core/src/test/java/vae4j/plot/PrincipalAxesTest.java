package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {
  @Test
  void axesAndVariancesOfACrossAreThoseItWasMadeFrom() {
    // Orthogonal directions of length 1, and points at ±a along the first, ±b along the second and
    // ±c along the third: the covariance is Σ 2a²/(N − 1) · d dᵀ, whose eigenvectors they are.
    double[][] directions = {
      {2 / 3.0, 2 / 3.0, 1 / 3.0}, {-2 / 3.0, 1 / 3.0, 2 / 3.0}, {1 / 3.0, -2 / 3.0, 2 / 3.0}
    };
    double[] reach = {3, 1, 2};
    double[] middle = {5, -1, 0.5};
    float[][] points = new float[6][3];
    for (int n = 0; n < 6; n++) {
      for (int i = 0; i < 3; i++) {
        double offset = (n % 2 == 0 ? 1 : -1) * reach[n / 2] * directions[n / 2][i];
        points[n][i] = (float) (middle[i] + offset);
      }
    }

    PrincipalAxes axes = PrincipalAxes.of(points);

    assertThat(axes.mean()).containsExactly(middle, within(1e-6));
    assertThat(axes.variances())
        .containsExactly(new double[] {2 * 9 / 5.0, 2 * 4 / 5.0, 2 / 5.0}, within(1e-5));
    assertThat(axes.explained(0)).isCloseTo(9 / 14.0, within(1e-6));
    assertThat(axes.explained(1)).isCloseTo(4 / 14.0, within(1e-6));
    // Which way an axis points is not in the covariance.
    assertThat(Math.abs(dot(axes.axes()[0], directions[0]))).isCloseTo(1, within(1e-6));
    assertThat(Math.abs(dot(axes.axes()[1], directions[2]))).isCloseTo(1, within(1e-6));
    assertThat(Math.abs(dot(axes.axes()[2], directions[1]))).isCloseTo(1, within(1e-6));
  }

  @Test
  void projectedCodesHaveTheVariancesOfTheAxesAndNoCovariance() {
    SplittableRandom random = new SplittableRandom(5);
    float[][] points = new float[300][7];
    for (float[] point : points) {
      double shared = random.nextGaussian();
      for (int i = 0; i < 7; i++) {
        point[i] = (float) (shared * i + random.nextGaussian());
      }
    }

    PrincipalAxes axes = PrincipalAxes.of(points);
    float[][] projected = axes.project(points, 7);

    double total = 0;
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (float[] point : projected) {
          sum += (double) point[i] * point[j];
        }
        // The projections have mean 0.
        assertThat(sum / 299).isCloseTo(i == j ? axes.variances()[i] : 0, within(1e-3));
      }
      total += axes.explained(i);
    }
    assertThat(total).isCloseTo(1, within(1e-12));
    assertThat(axes.variances()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void theLargestComponentOfAnAxisIsPositive() {
    PrincipalAxes axes = PrincipalAxes.of(new float[][] {{3, -1}, {-3, 1}, {3.1f, -1}});

    assertThat(axes.axes()[0][0]).isPositive();
    assertThat(axes.axes()[0][1]).isNegative();
    assertThat(axes.axes()[1][1]).isPositive();
  }

  @Test
  void aSinglePointHasNoVariance() {
    PrincipalAxes axes = PrincipalAxes.of(new float[][] {{1, 2, 3}});

    assertThat(axes.variances()).containsOnly(0);
    assertThat(axes.explained(0)).isZero();
    assertThat(axes.project(new float[][] {{1, 2, 3}}, 2)[0]).containsOnly(0f);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrincipalAxes.of(new float[0][]))
        .withMessage("principal axes need at least one point, had none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrincipalAxes.of(new float[][] {{1, 2}, {1}}))
        .withMessage("point 1 must have 2 latents as the first, had 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrincipalAxes.of(new float[][] {{1, Float.NaN}}))
        .withMessage("point 0 must be finite, was NaN");
    PrincipalAxes axes = PrincipalAxes.of(new float[][] {{1, 2}});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> axes.project(new float[][] {{1, 2}}, 3))
        .withMessage("count of axes must be in [1, 2], was 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> axes.project(new float[][] {{1}}, 1))
        .withMessage("point 0 must have 2 latents, had 1");
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
