package vae4j.eval.features;

import static vae4j.data.Checks.requirePositive;

/**
 * Mean and covariance of features that come in parts, in double precision. Each part's own mean and
 * scatter are merged with those so far (Chan, Golub and LeVeque 1983, equations 2.1), so that large
 * means cost no precision.
 */
public final class FeatureMoments {
  private final double[] mean;

  /** Σ (x − mean)(x − mean)ᵀ, upper triangle. */
  private final double[][] scatter;

  private long count;

  /**
   * No features yet.
   *
   * @param features numbers in the features of an image F, at least 1
   * @throws IllegalArgumentException if it is not positive
   */
  public FeatureMoments(int features) {
    requirePositive("features", features);
    mean = new double[features];
    scatter = new double[features][features];
  }

  /**
   * Adds images.
   *
   * @param rows [N, F], finite
   * @throws IllegalArgumentException if a row has another length or a number that is not finite
   */
  public void add(float[][] rows) {
    if (rows.length == 0) {
      return;
    }
    double[] partMean = mean(rows);
    double[] off = new double[mean.length];
    for (float[] row : rows) {
      for (int i = 0; i < off.length; i++) {
        off[i] = row[i] - partMean[i];
      }
      addOuterProduct(off, 1);
    }
    for (int i = 0; i < off.length; i++) {
      off[i] = partMean[i] - mean[i];
    }
    double whole = count + (double) rows.length;
    addOuterProduct(off, count * (rows.length / whole));
    for (int i = 0; i < off.length; i++) {
      mean[i] += off[i] * (rows.length / whole);
    }
    count += rows.length;
  }

  /** Number of images. */
  public long count() {
    return count;
  }

  /** Numbers in the features of an image F. */
  public int features() {
    return mean.length;
  }

  /** The mean, [F]; zeros before the first image. */
  public double[] mean() {
    return mean.clone();
  }

  /**
   * The unbiased covariance Σ (x − mean)(x − mean)ᵀ / (N − 1), [F, F].
   *
   * @throws IllegalStateException before the second image
   */
  public double[][] covariance() {
    if (count < 2) {
      throw new IllegalStateException("a covariance needs at least 2 images, were " + count);
    }
    double[][] covariance = new double[mean.length][mean.length];
    for (int i = 0; i < mean.length; i++) {
      for (int j = i; j < mean.length; j++) {
        covariance[i][j] = scatter[i][j] / (count - 1);
        covariance[j][i] = covariance[i][j];
      }
    }
    return covariance;
  }

  private double[] mean(float[][] rows) {
    double[] sum = new double[mean.length];
    for (float[] row : rows) {
      FeatureRows.requireRow(row, mean.length);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= rows.length;
    }
    return sum;
  }

  private void addOuterProduct(double[] vector, double weight) {
    for (int i = 0; i < vector.length; i++) {
      double factor = weight * vector[i];
      double[] row = scatter[i];
      for (int j = i; j < vector.length; j++) {
        row[j] += factor * vector[j];
      }
    }
  }
}
