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
 * What the encoder says of a whole set of pictures.
 *
 * @param means [N, Z], μ of each picture
 * @param samples [N, Z], one code drawn for each picture
 * @param labels [N], classes that have a name, or {@link ImageDataset#NO_LABEL}
 * @param divergences [Z], KL(q(z | x) ‖ N(0, 1)) of each latent, mean over pictures, in nats per
 *     image
 * @param centre [Z], mean of μ over pictures
 * @param variances [Z], variance of μ over pictures
 */
record GalleryCodes(
    float[][] means,
    double[][] samples,
    int[] labels,
    double[] divergences,
    double[] centre,
    double[] variances) {
  static GalleryCodes of(Vae vae, ImageDataset dataset, Binarization binarization, long seed) {
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
    return new GalleryCodes(
        means,
        samples,
        labels,
        posteriors.divergences(),
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
