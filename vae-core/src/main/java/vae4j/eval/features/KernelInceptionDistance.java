package vae4j.eval.features;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import vae4j.backend.ParallelLoop;
import vae4j.data.Seeds;

/**
 * The squared maximum mean discrepancy between two sets of features under the kernel k(x, y) = (x·y
 * / F + 1)³ (Bińkowski, Sutherland, Arbel and Gretton 2018, section 4): on the features of a
 * classifier, KID.
 *
 * <p>The estimate is unbiased, however few the images, and so can be below 0 where the two sets are
 * of one distribution. It is made on random subsets of both sets, whose mean and standard error are
 * given.
 *
 * @param subsets how many, at least 2
 * @param size images of each set in a subset, at least 2
 * @param seed of the choice
 */
public record KernelInceptionDistance(int subsets, int size, long seed) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is less than 2
   */
  public KernelInceptionDistance {
    requireTwo("subsets", subsets);
    requireTwo("size of subsets", size);
  }

  /** 100 subsets of 1,000 images, as in the paper; seed 42. */
  public static KernelInceptionDistance defaults() {
    return new KernelInceptionDistance(100, 1000, 42);
  }

  /**
   * The result.
   *
   * @param mean over the subsets
   * @param standardError of that mean, as far as the choice of subsets goes; what other images of
   *     the same two distributions would give is not in it
   */
  public record Estimate(double mean, double standardError) {}

  /**
   * The distance.
   *
   * @param left one set's features, [N, F]
   * @param right the other set's features, [M, F]
   * @param workers share the subsets; how many does not matter to the result
   * @return mean and standard error
   * @throws IllegalArgumentException if a set has fewer images than a subset, or rows differ in
   *     length
   */
  public Estimate between(float[][] left, float[][] right, ParallelLoop workers) {
    requireEnough(left);
    requireEnough(right);
    double[] values = new double[subsets];
    workers.share(
        subsets,
        (from, to, worker) -> {
          for (int subset = from; subset < to; subset++) {
            RandomGenerator random = Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, subset);
            values[subset] = unbiased(choose(left, random), choose(right, random));
          }
        });
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new Estimate(mean, Math.sqrt(squares / (subsets - 1) / subsets));
  }

  /**
   * The unbiased estimate from all images of two sets (Gretton, Borgwardt, Rasch, Schölkopf and
   * Smola 2012, equation 3):
   *
   * <pre>Σ_{i≠j} k(xᵢ, xⱼ) / N(N−1) + Σ_{i≠j} k(yᵢ, yⱼ) / M(M−1) − 2 Σ k(xᵢ, yⱼ) / NM</pre>
   *
   * @param left [N, F], N at least 2
   * @param right [M, F], M at least 2
   * @return the estimate, which may be below 0
   * @throws IllegalArgumentException if a set has fewer than 2 images, or rows differ in length
   */
  public static double unbiased(float[][] left, float[][] right) {
    requireTwo("images", Math.min(left.length, right.length));
    double[] x = columns(left, left[0].length);
    double[] y = columns(right, left[0].length);
    double n = left.length;
    double m = right.length;
    return 2 * sum(left, x, true) / (n * (n - 1))
        + 2 * sum(right, y, true) / (m * (m - 1))
        - 2 * sum(left, y, false) / (n * m);
  }

  /**
   * Σ k(xᵢ, yⱼ).
   *
   * <p>Feature by feature, so that the inner loop runs along memory and needs no sum within a
   * vector, which the JIT compiler would not make.
   *
   * @param rows x, [N, F]
   * @param columns y, [F, M]
   * @param laterOnly only of pairs j > i
   */
  private static double sum(float[][] rows, double[] columns, boolean laterOnly) {
    int features = rows[0].length;
    int width = columns.length / features;
    double[] products = new double[width];
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      int first = laterOnly ? i + 1 : 0;
      Arrays.fill(products, 0);
      for (int f = 0; f < features; f++) {
        addScaled(products, rows[i][f], columns, f * width, first, width);
      }
      for (int j = first; j < width; j++) {
        sum += kernel(products[j], features);
      }
    }
    return sum;
  }

  /** products[j] ← products[j] + factor · column[offset + j]. */
  private static void addScaled(
      double[] products, double factor, double[] columns, int offset, int from, int to) {
    for (int j = from; j < to; j++) {
      products[j] += factor * columns[offset + j];
    }
  }

  /** (x·y / F + 1)³. */
  private static double kernel(double product, int features) {
    double base = product / features + 1;
    return base * base * base;
  }

  /** [N, F] → [F, N]. */
  private static double[] columns(float[][] rows, int features) {
    double[] columns = new double[Math.multiplyExact(rows.length, features)];
    for (int i = 0; i < rows.length; i++) {
      FeatureRows.requireRow(rows[i], features);
      for (int f = 0; f < features; f++) {
        columns[f * rows.length + i] = rows[i][f];
      }
    }
    return columns;
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
              + " needs at least as many images, were "
              + rows.length);
    }
  }

  private static void requireTwo(String name, int value) {
    if (value < 2) {
      throw new IllegalArgumentException(name + " must be at least 2, was " + value);
    }
  }
}
