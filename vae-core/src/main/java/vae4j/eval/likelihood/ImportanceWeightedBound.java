package vae4j.eval.likelihood;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.DatasetLoss;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.data.Seeds.Purpose;
import vae4j.eval.latent.Posteriors;

/**
 * The log-likelihood of images, by importance sampling from its encoder (Burda, Grosse and
 * Salakhutdinov 2016, equation 8):
 *
 * <pre>log p̂(x) = log 1/K Σ_k p(x | z_k) p(z_k) / q(z_k | x), z_k from q(z | x)</pre>
 *
 * <p>Its expectation is at most log p(x), and comes nearer as K grows. K = 1 is the evidence lower
 * bound, both terms by one sample.
 *
 * <p>Each image has a stream of ε of its own: the first of K samples are those of a smaller K, and
 * an image's result does not depend on those after it. Memory does not grow with K.
 *
 * @param samples K, from 1 to {@value #MOST_SAMPLES}
 * @param binarization what is done to pixel values
 * @param seed of ε, and of stochastic binarisation
 */
public record ImportanceWeightedBound(int samples, Binarization binarization, long seed) {
  /** The largest K. */
  public static final int MOST_SAMPLES = 5_000;

  /**
   * Checks the number of samples.
   *
   * @throws IllegalArgumentException if it is not from 1 to {@value #MOST_SAMPLES}
   */
  public ImportanceWeightedBound {
    requireSamples(samples);
  }

  static void requireSamples(int samples) {
    if (samples < 1 || samples > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "samples must be from 1 to " + MOST_SAMPLES + ", was " + samples);
    }
  }

  /**
   * Measures a model.
   *
   * @param vae a model with a latent distribution
   * @param dataset images of its shape
   * @return each image's bound and effective sample size
   * @throws IllegalArgumentException if the data set is empty or of another shape, or the model is
   *     a plain autoencoder
   */
  public ImportanceWeightedReport evaluate(Vae vae, ImageDataset dataset) {
    DatasetLoss.requireFits(vae, dataset);
    if (!vae.config().variational()) {
      throw new IllegalArgumentException(
          "model must have a latent distribution, was a plain autoencoder");
    }
    SplittableRandom noise =
        new SplittableRandom(Seeds.stream(seed, Purpose.EVALUATION_NOISE, 2).nextLong());
    double[] bounds = new double[dataset.size()];
    double[] effectiveSampleSizes = new double[dataset.size()];
    int from = 0;
    try (Batches batches =
        Batches.inOrder(
            dataset,
            vae.imagesAtATime(),
            binarization,
            Seeds.stream(seed, Purpose.EVALUATION_NOISE, 1))) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        for (ImportanceWeights weights : weights(vae, batch, noise)) {
          bounds[from] = weights.logMean();
          effectiveSampleSizes[from++] = weights.effectiveSampleSize();
        }
      }
    }
    return new ImportanceWeightedReport(
        dataset.shape().size(), samples, bounds, effectiveSampleSizes);
  }

  /** The weights of a batch; ε of each image from a split of the noise. */
  ImportanceWeights[] weights(Vae vae, Batch batch, SplittableRandom noise) {
    Inference given = vae.given(batch);
    Posteriors posteriors = Posteriors.of(given, batch.images());
    int count = posteriors.size();
    int latent = posteriors.latent();
    ImportanceWeights[] weights = new ImportanceWeights[count];
    Arrays.setAll(weights, n -> new ImportanceWeights());
    SplittableRandom[] streams = new SplittableRandom[count];
    Arrays.setAll(streams, n -> noise.split());
    int rounds = Math.min(samples, Math.max(1, ElboEstimator.VECTORS / count));
    for (int done = 0; done < samples; done += rounds) {
      int vectors = Math.min(rounds, samples - done) * count;
      float[] z = new float[vectors * latent];
      double[] exact = new double[z.length];
      for (int row = 0; row < vectors; row++) {
        int n = row % count;
        for (int d = 0; d < latent; d++) {
          int at = row * latent + d;
          z[at] = (float) posteriors.draw(n * latent + d, streams[n].nextGaussian());
          exact[at] = z[at];
        }
      }
      double[] logPriors = vae.logPrior(exact, batch.labels());
      try (INDArray rows = Nd4j.create(z, new long[] {vectors, latent}, 'c')) {
        double[] logLikelihoods = given.logLikelihood(batch.images(), rows);
        for (int row = 0; row < vectors; row++) {
          int n = row % count;
          double logPosterior = posteriors.logDensity(n, exact, row * latent);
          weights[n].add(logLikelihoods[row] + logPriors[row] - logPosterior);
        }
      }
    }
    return weights;
  }
}
