package vae4j.plot.figure;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import vae4j.Vae;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.eval.latent.Posteriors;
import vae4j.plot.LatentPlane;
import vae4j.plot.LatentScatter;

/**
 * The latent vectors of a set of images.
 *
 * @param means [N, Z], μ of each image
 * @param samples [N, Z], one z drawn for each image
 * @param labels [N], classes that have a name, or {@link ImageDataset#NO_LABEL}
 * @param klPerDimension [Z], KL(q(z | x) ‖ N(0, 1)) of each latent, mean over images, in nats per
 *     image
 * @param centre [Z], mean of μ over images
 * @param variances [Z], variance of μ over images
 */
public record LatentPoints(
    float[][] means,
    double[][] samples,
    int[] labels,
    double[] klPerDimension,
    double[] centre,
    double[] variances) {
  /**
   * Encodes images.
   *
   * @param vae the model
   * @param dataset images of its shape
   * @param binarization applied to pixel values
   * @param seed of stochastic binarization and of the samples
   */
  public static LatentPoints of(
      Vae vae, ImageDataset dataset, Binarization binarization, long seed) {
    Posteriors posteriors = Posteriors.of(vae, dataset, binarization, seed);
    RandomGenerator noise = Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, 0);
    int latent = posteriors.latent();
    float[][] means = new float[posteriors.size()][];
    Arrays.setAll(means, n -> Arrays.copyOfRange(posteriors.mean(), n * latent, (n + 1) * latent));
    double[][] samples = new double[posteriors.size()][];
    Arrays.setAll(samples, n -> posteriors.draw(n, noise));
    int[] labels = new int[posteriors.size()];
    Arrays.setAll(labels, dataset::label);
    keepNamed(labels, dataset.labelNames());
    return new LatentPoints(
        means,
        samples,
        labels,
        posteriors.klPerDimension(),
        posteriors.centre(),
        posteriors.variances());
  }

  private static void keepNamed(int[] labels, List<String> names) {
    for (int n = 0; n < labels.length; n++) {
      if (labels[n] < 0 || labels[n] >= names.size()) {
        labels[n] = ImageDataset.NO_LABEL;
      }
    }
  }

  /**
   * Draws the means in two latent dimensions, coloured by class.
   *
   * @param scatter which dimensions, and the title
   * @param names of the classes
   */
  public BufferedImage draw(LatentScatter scatter, List<String> names) {
    return scatter.draw(means, labels, names);
  }

  /**
   * Draws the probability of the means under N(0, 1), p = Φ(μ), in two latent dimensions.
   *
   * @param scatter which dimensions, and the title
   * @param names of the classes
   */
  public BufferedImage drawProbabilities(LatentScatter scatter, List<String> names) {
    return scatter.drawProbabilities(means, labels, names);
  }

  /**
   * A plane of two latent dimensions as far as the means go.
   *
   * @param side images in a row and in a column
   */
  public LatentPlane plane(int side) {
    return LatentPlane.uniform(side, bound(0, -1), bound(0, 1), bound(1, -1), bound(1, 1));
  }

  /** The outermost mean on one side, and a little more, as a single mean has no width. */
  private double bound(int dimension, int side) {
    return side
        * (Arrays.stream(means).mapToDouble(mean -> side * mean[dimension]).max().orElse(0) + 1e-3);
  }

  /** The largest |μ| of all dimensions. */
  public double reach() {
    double reach = 0;
    for (float[] mean : means) {
      for (float value : mean) {
        reach = Math.max(reach, Math.abs(value));
      }
    }
    return reach;
  }

  /**
   * The samples of one dimension.
   *
   * @param latent counted from 0
   */
  public double[] samplesOf(int latent) {
    return Arrays.stream(samples).mapToDouble(sample -> sample[latent]).toArray();
  }
}
