package vae4j.plot.report;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import vae4j.Vae;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.eval.Posteriors;

/**
 * The latent vectors of a set of images.
 *
 * @param means [N, Z], μ of each image
 * @param samples [N, Z], one code drawn for each image
 * @param labels [N], classes that have a name, or {@link ImageDataset#NO_LABEL}
 * @param klPerDimension [Z], KL(q(z | x) ‖ N(0, 1)) of each latent, mean over images, in nats per
 *     image
 * @param centre [Z], mean of μ over images
 * @param variances [Z], variance of μ over images
 */
record GalleryLatents(
    float[][] means,
    double[][] samples,
    int[] labels,
    double[] klPerDimension,
    double[] centre,
    double[] variances) {
  static GalleryLatents of(Vae vae, ImageDataset dataset, Binarization binarization, long seed) {
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
    return new GalleryLatents(
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

  double[] samplesOf(int latent) {
    return Arrays.stream(samples).mapToDouble(code -> code[latent]).toArray();
  }
}
