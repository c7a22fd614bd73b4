package vae4j.plot.report;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.latent.DiagonalGaussian;

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
    float[][] samples,
    int[] labels,
    double[] divergences,
    double[] centre,
    double[] variances) {
  private static final int BATCH = 100;

  static GalleryCodes of(
      Vae vae,
      ImageDataset dataset,
      Binarization binarization,
      RandomGenerator noise,
      RandomGenerator pixels) {
    int count = dataset.size();
    int latents = vae.config().latent();
    float[][] means = new float[count][];
    float[][] samples = new float[count][];
    int[] labels = new int[count];
    double[] divergences = new double[latents];
    int done = 0;
    try (Batches batches = Batches.inOrder(dataset, BATCH, binarization, pixels)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        System.arraycopy(batch.labels(), 0, labels, done, batch.size());
        try (DiagonalGaussian posterior = vae.encode(batch.images());
            INDArray drawn = posterior.sample(noise)) {
          float[][] mean = posterior.mean().toFloatMatrix();
          float[][] logVariance = posterior.logVariance().toFloatMatrix();
          System.arraycopy(mean, 0, means, done, batch.size());
          System.arraycopy(drawn.toFloatMatrix(), 0, samples, done, batch.size());
          addDivergences(mean, logVariance, count, divergences);
        }
        done += batch.size();
      }
    }
    keepNamed(labels, dataset.labelNames());
    double[] centre = new double[latents];
    double[] variances = new double[latents];
    for (int i = 0; i < latents; i++) {
      int latent = i;
      centre[i] = Arrays.stream(means).mapToDouble(code -> code[latent]).average().orElse(0);
      variances[i] =
          Arrays.stream(means)
              .mapToDouble(code -> Math.pow(code[latent] - centre[latent], 2))
              .average()
              .orElse(0);
    }
    return new GalleryCodes(means, samples, labels, divergences, centre, variances);
  }

  /** ½ (μ² + σ² − 1 − ln σ²), Kingma and Welling 2014, appendix B; at least 0 but for rounding. */
  private static void addDivergences(
      float[][] mean, float[][] logVariance, int count, double[] divergences) {
    for (int n = 0; n < mean.length; n++) {
      for (int i = 0; i < divergences.length; i++) {
        double mu = mean[n][i];
        double log = logVariance[n][i];
        divergences[i] += Math.max(0, 0.5 * (mu * mu + Math.exp(log) - 1 - log)) / count;
      }
    }
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
