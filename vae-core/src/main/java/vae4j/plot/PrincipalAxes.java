package vae4j.plot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The directions in which points vary most, by principal component analysis: the eigenvectors of
 * their covariance matrix (Jolliffe 2002, "Principal Component Analysis", section 1.1).
 *
 * @param mean [Z], the middle of the points
 * @param axes [Z][Z], the axes as rows of length 1, the one of the largest variance first; each
 *     points to where its largest component is positive
 * @param variances [Z], of the points along each axis, falling
 */
public record PrincipalAxes(double[] mean, double[][] axes, double[] variances) {
  /**
   * Finds the axes of points.
   *
   * @param points [N, Z], N and Z at least 1; finite
   * @return the axes; of a single point with variances 0
   * @throws IllegalArgumentException if there are no points, their lengths differ, or one is not
   *     finite
   */
  public static PrincipalAxes of(float[][] points) {
    int latents = requirePoints(points);
    double[] mean = new double[latents];
    for (float[] point : points) {
      for (int i = 0; i < latents; i++) {
        mean[i] += (double) point[i] / points.length;
      }
    }
    double[][] covariance = new double[latents][latents];
    for (float[] point : points) {
      for (int i = 0; i < latents; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += (point[i] - mean[i]) * (point[j] - mean[j]);
        }
      }
    }
    int freedom = Math.max(1, points.length - 1);
    for (int i = 0; i < latents; i++) {
      for (int j = 0; j <= i; j++) {
        covariance[i][j] /= freedom;
        covariance[j][i] = covariance[i][j];
      }
    }
    return ofCovariance(mean, covariance);
  }

  private static PrincipalAxes ofCovariance(double[] mean, double[][] covariance) {
    int latents = mean.length;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(latents, true, true);
    if (!eigen.decompose(new DMatrixRMaj(covariance))) {
      throw new IllegalStateException("the principal axes of the latent vectors were not found");
    }
    int[] order =
        IntStream.range(0, latents)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] axes = new double[latents][];
    double[] variances = new double[latents];
    for (int i = 0; i < latents; i++) {
      axes[i] = pointingForward(eigen.getEigenVector(order[i]).getData().clone());
      // Rounding can leave a direction without variance a little below 0.
      variances[i] = Math.max(0, eigen.getEigenvalue(order[i]).getReal());
    }
    return new PrincipalAxes(mean, axes, variances);
  }

  /**
   * The share of all variance that lies along one axis.
   *
   * @param axis which, from 0
   * @return in [0, 1]; 0 where nothing varies
   */
  public double explained(int axis) {
    double sum = Arrays.stream(variances).sum();
    return sum > 0 ? variances[axis] / sum : 0;
  }

  /**
   * Points in the axes' coordinates, from their middle.
   *
   * @param points [N, Z]
   * @param count how many axes, the first ones, in [1, Z]
   * @return [N, count]
   * @throws IllegalArgumentException if the count is out of its range or a point is of another
   *     length
   */
  public float[][] project(float[][] points, int count) {
    if (count < 1 || count > axes.length) {
      throw new IllegalArgumentException(
          "count of axes must be in [1, " + axes.length + "], was " + count);
    }
    float[][] projected = new float[points.length][count];
    for (int n = 0; n < points.length; n++) {
      if (points[n].length != mean.length) {
        throw new IllegalArgumentException(
            "point " + n + " must have " + mean.length + " latents, had " + points[n].length);
      }
      for (int axis = 0; axis < count; axis++) {
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
          sum += axes[axis][i] * (points[n][i] - mean[i]);
        }
        projected[n][axis] = (float) sum;
      }
    }
    return projected;
  }

  /** An eigenvector may point either way; so that images can be compared, it points one way. */
  private static double[] pointingForward(double[] axis) {
    double largest = 0;
    for (double component : axis) {
      if (Math.abs(component) > Math.abs(largest)) {
        largest = component;
      }
    }
    double sign = largest < 0 ? -1 : 1;
    return Arrays.stream(axis).map(component -> sign * component).toArray();
  }

  private static int requirePoints(float[][] points) {
    if (points.length == 0 || points[0].length == 0) {
      throw new IllegalArgumentException("principal axes need at least one point, had none");
    }
    for (int n = 0; n < points.length; n++) {
      if (points[n].length != points[0].length) {
        throw new IllegalArgumentException(
            "point "
                + n
                + " must have "
                + points[0].length
                + " latents as the first, had "
                + points[n].length);
      }
      for (float value : points[n]) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("point " + n + " must be finite, was " + value);
        }
      }
    }
    return points[0].length;
  }
}
