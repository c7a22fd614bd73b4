package vae4j.eval.features;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import vae4j.data.Seeds;

/**
 * The squared maximum mean discrepancy between two sets of features under the kernel k(x, y) = (x·y
 * / F + 1)³ (Bińkowski, Sutherland, Arbel and Gretton 2018, section 4): on the features of a
 * classifier, KID.
 *
 * <p>The estimate is unbiased, however few the pictures, and so can be below 0 where the two sets
 * are of one distribution. It is made on random subsets of both sets, whose mean and standard error
 * are given.
 *
 * @param subsets how many, at least 2
 * @param size pictures of each set in a subset, at least 2
 * @param seed of the choice
 */
public record KernelDistance(int subsets, int size, long seed) {
  /** Pictures whose products with all others are in memory at a time. */
  private static final int ROWS = 1000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is less than 2
   */
  public KernelDistance {
    requireTwo("subsets", subsets);
    requireTwo("size of subsets", size);
  }

  /** 100 subsets of 1,000 pictures, as in the paper; seed 42. */
  public static KernelDistance defaults() {
    return new KernelDistance(100, 1000, 42);
  }

  /**
   * What was found.
   *
   * @param mean over the subsets
   * @param standardError of that mean, as far as the choice of subsets goes; what other pictures of
   *     the same two distributions would give is not in it
   */
  public record Estimate(double mean, double standardError) {}

  /**
   * The distance.
   *
   * @param left one set's features, [N, F]
   * @param right the other set's features, [M, F]
   * @return mean and standard error
   * @throws IllegalArgumentException if a set has fewer pictures than a subset, or rows differ in
   *     length
   */
  public Estimate between(float[][] left, float[][] right) {
    requireEnough(left);
    requireEnough(right);
    double sum = 0;
    double squares = 0;
    for (int subset = 0; subset < subsets; subset++) {
      RandomGenerator random = Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, subset);
      double value = unbiased(choose(left, random), choose(right, random));
      sum += value;
      squares += value * value;
    }
    double mean = sum / subsets;
    double variance = Math.max(0, squares - sum * mean) / (subsets - 1);
    return new Estimate(mean, Math.sqrt(variance / subsets));
  }

  /**
   * The unbiased estimate from all pictures of two sets (Gretton, Borgwardt, Rasch, Schölkopf and
   * Smola 2012, equation 3):
   *
   * <pre>Σ_{i≠j} k(xᵢ, xⱼ) / N(N−1) + Σ_{i≠j} k(yᵢ, yⱼ) / M(M−1) − 2 Σ k(xᵢ, yⱼ) / NM</pre>
   *
   * @param left [N, F], N at least 2
   * @param right [M, F], M at least 2
   * @return the estimate, which may be below 0
   * @throws IllegalArgumentException if a set has fewer than 2 pictures, or rows differ in length
   */
  public static double unbiased(float[][] left, float[][] right) {
    requireTwo("pictures", Math.min(left.length, right.length));
    int features = left[0].length;
    try (INDArray x = matrix(left, features);
        INDArray y = matrix(right, features)) {
      double n = left.length;
      double m = right.length;
      return (sum(x, x) - ofItself(x)) / (n * (n - 1))
          + (sum(y, y) - ofItself(y)) / (m * (m - 1))
          - 2 * sum(x, y) / (n * m);
    }
  }

  /** Σ k(xᵢ, yⱼ) over all pairs. */
  private static double sum(INDArray x, INDArray y) {
    long features = x.size(1);
    double sum = 0;
    for (long from = 0; from < x.size(0); from += ROWS) {
      INDArray rows =
          x.get(NDArrayIndex.interval(from, Math.min(x.size(0), from + ROWS)), NDArrayIndex.all());
      double[] all = new double[Math.toIntExact(rows.size(0) * y.size(0))];
      try (INDArray products = rows.mmul(y.transpose())) {
        // Number by number, ND4J takes longer than the product did.
        products.data().asNioDouble().get(all);
      }
      for (double product : all) {
        sum += kernel(product, features);
      }
    }
    return sum;
  }

  /** Σ k(xᵢ, xᵢ). */
  private static double ofItself(INDArray x) {
    double sum = 0;
    for (double[] row : x.toDoubleMatrix()) {
      double product = 0;
      for (double feature : row) {
        product += feature * feature;
      }
      sum += kernel(product, row.length);
    }
    return sum;
  }

  /** (x·y / F + 1)³. */
  private static double kernel(double product, long features) {
    double base = product / features + 1;
    return base * base * base;
  }

  private static INDArray matrix(float[][] rows, int features) {
    return Nd4j.createFromArray(doubles(rows, features));
  }

  private static double[][] doubles(float[][] rows, int features) {
    double[][] wide = new double[rows.length][features];
    for (int i = 0; i < rows.length; i++) {
      FeatureRows.requireRow(rows[i], features);
      for (int j = 0; j < features; j++) {
        wide[i][j] = rows[i][j];
      }
    }
    return wide;
  }

  /** Different rows in random order: the beginning of Fisher and Yates' shuffle. */
  private float[][] choose(float[][] rows, RandomGenerator random) {
    float[][] shuffled = rows.clone();
    float[][] chosen = new float[size][];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i, shuffled.length);
      chosen[i] = shuffled[j];
      shuffled[j] = shuffled[i];
    }
    return chosen;
  }

  private void requireEnough(float[][] rows) {
    if (rows.length < size) {
      throw new IllegalArgumentException(
          "the kernel distance on subsets of "
              + size
              + " needs at least as many pictures, were "
              + rows.length);
    }
  }

  private static void requireTwo(String name, int value) {
    if (value < 2) {
      throw new IllegalArgumentException(name + " must be at least 2, was " + value);
    }
  }
}
