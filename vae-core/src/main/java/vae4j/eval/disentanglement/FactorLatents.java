package vae4j.eval.disentanglement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import vae4j.data.FactorDataset;
import vae4j.data.FactorDataset.Factor;
import vae4j.eval.probe.LatentMeans;

/**
 * Images drawn from a set with known factors: what each latent and each factor is for each of them.
 * A factor that takes one value only among them is left out.
 */
public final class FactorLatents {
  /** A latent that moves by less than this share of its size moves by rounding alone. */
  private static final double ROUNDING = 1e-6;

  private final double[][] latents;
  private final double[] variances;
  private final List<Factor> factors;
  private final int[][] values;

  /** Latents [Z][N], factors, and their values [factors][N]. */
  FactorLatents(double[][] latents, List<Factor> factors, int[][] values) {
    this.latents = latents;
    this.variances = Arrays.stream(latents).mapToDouble(FactorLatents::variance).toArray();
    this.factors = factors;
    this.values = values;
  }

  /**
   * Draws images, none twice, and has them encoded.
   *
   * @param vectors gives the latent vectors of images
   * @param dataset the images' factors
   * @param samples how many images, at least 3; all of them where there are fewer
   * @param random where they are drawn from
   * @return latent vectors and factors, in the random order drawn
   * @throws IllegalArgumentException if there are fewer than two latents or than two factors that
   *     vary, or a latent vector is not finite
   */
  public static FactorLatents draw(
      LatentMeans vectors, FactorDataset dataset, int samples, RandomGenerator random) {
    if (samples < 3) {
      throw new IllegalArgumentException("samples must be at least 3, was " + samples);
    }
    int[] indices = drawn(dataset.size(), Math.min(samples, dataset.size()), random);
    int[][] all = Arrays.stream(indices).mapToObj(dataset::factorsOf).toArray(int[][]::new);
    List<Factor> factors = new ArrayList<>();
    List<int[]> values = new ArrayList<>();
    for (int f = 0; f < dataset.factors().size(); f++) {
      int factor = f;
      int[] column = Arrays.stream(all).mapToInt(image -> image[factor]).toArray();
      if (Arrays.stream(column).distinct().count() > 1) {
        factors.add(dataset.factors().get(f));
        values.add(column);
      }
    }
    if (factors.size() < 2) {
      throw new IllegalArgumentException(
          "at least 2 factors of " + dataset.name() + " must vary, did: " + factors.size());
    }
    return new FactorLatents(
        columns(vectors.of(indices), indices), List.copyOf(factors), values.toArray(int[][]::new));
  }

  /** Number of images. */
  public int size() {
    return latents[0].length;
  }

  /** Number of of the images, the first ones, train where a metric trains: two thirds. */
  public int trainingSize() {
    return size() - size() / 3;
  }

  /** The first {@link #trainingSize} images alone, with the same latents and factors. */
  public FactorLatents training() {
    int count = trainingSize();
    return new FactorLatents(
        Arrays.stream(latents).map(latent -> Arrays.copyOf(latent, count)).toArray(double[][]::new),
        factors,
        Arrays.stream(values).map(column -> Arrays.copyOf(column, count)).toArray(int[][]::new));
  }

  /** Number of latents Z, dead ones included. */
  public int latents() {
    return latents.length;
  }

  /** Number of latents that differ between images. */
  public int liveLatents() {
    return (int) Arrays.stream(variances).filter(variance -> variance > 0).count();
  }

  /** The factors that vary, in the set's order. */
  public List<Factor> factors() {
    return factors;
  }

  /**
   * One latent of all images.
   *
   * @param latent which, in [0, latents)
   * @return [size]; zeros if it moves by no more than rounding
   */
  public double[] latent(int latent) {
    return latents[latent].clone();
  }

  /**
   * The variance of a latent over all images.
   *
   * @param latent which, in [0, latents)
   * @return 0 if it moves by no more than rounding
   */
  public double variance(int latent) {
    return variances[latent];
  }

  /**
   * One factor of all images.
   *
   * @param factor which of {@link #factors()}
   * @return [size], which of its values, from 0
   */
  public int[] factor(int factor) {
    return values[factor].clone();
  }

  /** The latents of one image. */
  double vector(int image, int latent) {
    return latents[latent][image];
  }

  private static double[][] columns(float[][] vectors, int[] indices) {
    if (vectors.length != indices.length) {
      throw new IllegalArgumentException(
          "latent vectors must be as many as images, were "
              + vectors.length
              + " for "
              + indices.length);
    }
    int latents = vectors[0].length;
    if (latents < 2) {
      throw new IllegalArgumentException(
          "latent vectors must have at least 2 dimensions, of which one can be better, had "
              + latents);
    }
    double[][] columns = new double[latents][vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].length != latents) {
        throw new IllegalArgumentException(
            "latent vectors must have the same number of dimensions, had "
                + latents
                + " and "
                + vectors[i].length);
      }
      for (int j = 0; j < latents; j++) {
        if (!Float.isFinite(vectors[i][j])) {
          throw new IllegalArgumentException(
              "latent vector of image "
                  + indices[i]
                  + " must be finite, latent "
                  + j
                  + " was "
                  + vectors[i][j]);
        }
        columns[j][i] = vectors[i][j];
      }
    }
    for (double[] column : columns) {
      double largest = Arrays.stream(column).map(Math::abs).max().orElse(0);
      if (Math.sqrt(variance(column)) <= ROUNDING * largest) {
        Arrays.fill(column, 0);
      }
    }
    return columns;
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(0);
  }

  /** Fisher and Yates' shuffle, of which only the places touched are kept. */
  private static int[] drawn(int size, int count, RandomGenerator random) {
    Map<Integer, Integer> moved = new HashMap<>();
    return IntStream.range(0, count)
        .map(
            i -> {
              int j = i + random.nextInt(size - i);
              int drawn = moved.getOrDefault(j, j);
              moved.put(j, moved.getOrDefault(i, i));
              return drawn;
            })
        .toArray();
  }
}
