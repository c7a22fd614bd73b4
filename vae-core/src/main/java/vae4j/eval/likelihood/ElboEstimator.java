package vae4j.eval.likelihood;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.DatasetLoss;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.data.Seeds;
import vae4j.data.Seeds.Purpose;
import vae4j.eval.Evaluator;
import vae4j.eval.latent.Posteriors;
import vae4j.eval.metric.Estimate;
import vae4j.latent.StandardNormal;

/**
 * The terms of the evidence lower bound on a whole split, with their standard errors. With one
 * sample it is what {@link Evaluator} gives for the same seed.
 *
 * @param samples latent vectors drawn for each image, at least 1; a plain autoencoder needs one
 * @param binarization what is done to pixel values
 * @param seed of ε, and of stochastic binarisation
 */
public record ElboEstimator(int samples, Binarization binarization, long seed) {
  /** Latent vectors that are decoded at a time. */
  static final int VECTORS = 1000;

  /**
   * Checks the number of samples.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ElboEstimator {
    requirePositive("samples", samples);
  }

  /**
   * Measures a model.
   *
   * @param vae the model
   * @param dataset images of its shape
   * @return the terms
   * @throws IllegalArgumentException if the data set is empty or of another shape
   */
  public ElboReport evaluate(Vae vae, ImageDataset dataset) {
    DatasetLoss.requireFits(vae, dataset);
    boolean variational = vae.config().variational();
    double constant = vae.config().likelihood().constant(dataset.shape().size());
    RandomGenerator noise = Seeds.stream(seed, Purpose.EVALUATION_NOISE, 0);
    RandomGenerator pixels = Seeds.stream(seed, Purpose.EVALUATION_NOISE, 1);
    Estimate.Accumulator reconstruction = new Estimate.Accumulator();
    Estimate.Accumulator kl = new Estimate.Accumulator();
    Estimate.Accumulator elbo = new Estimate.Accumulator();
    ImageShape innerShape = dataset.shape().withoutFrame(dataset.frame());
    FramePixels frame = new FramePixels(vae, dataset.shape(), dataset.frame());
    Estimate.Accumulator innerReconstruction = new Estimate.Accumulator();
    Estimate.Accumulator innerBound = new Estimate.Accumulator();
    try (Batches batches = Batches.inOrder(dataset, vae.imagesAtATime(), binarization, pixels)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        INDArray images = batch.images();
        Inference given = vae.given(batch);
        Posteriors posteriors = Posteriors.of(given, images);
        double[] frameLosses = new double[posteriors.size()];
        double[] kls = new double[posteriors.size()];
        double[] logLikelihood =
            meanLogLikelihood(vae, given, batch, posteriors, noise, frame, frameLosses, kls);
        for (int n = 0; n < logLikelihood.length; n++) {
          double loss = -logLikelihood[n] - constant;
          reconstruction.add(loss);
          kl.add(kls[n]);
          elbo.add(-(loss + kls[n]));
          double inner = -logLikelihood[n] - frameLosses[n];
          innerReconstruction.add(inner);
          innerBound.add(-(inner + kls[n]));
        }
      }
    }
    return new ElboReport(
        dataset.shape().size(),
        variational ? samples : 1,
        reconstruction.estimate(),
        variational ? Optional.of(kl.estimate()) : Optional.empty(),
        variational ? Optional.of(elbo.estimate()) : Optional.empty(),
        constant,
        variational && frame.width() > 0
            ? Optional.of(
                new ElboReport.WithoutFrame(
                    innerShape.height(),
                    innerShape.width(),
                    innerShape.size(),
                    innerReconstruction.estimate(),
                    innerBound.estimate()))
            : Optional.empty());
  }

  /**
   * log p(x | z) of each image, averaged over its latent vectors z = μ + σ·ε; −log p of the frame's
   * pixels, averaged likewise, is put into {@code frameLosses}, and the KL into {@code kls}: in
   * closed form for N(0, I), else log q(z | x) − log p(z) averaged over the same z.
   */
  private double[] meanLogLikelihood(
      Vae model,
      Inference vae,
      Batch batch,
      Posteriors posteriors,
      RandomGenerator noise,
      FramePixels frame,
      double[] frameLosses,
      double[] kls) {
    boolean closedForm =
        !model.config().variational() || model.config().prior() instanceof StandardNormal;
    if (closedForm) {
      Arrays.setAll(kls, posteriors::kl);
    }
    int count = posteriors.size();
    int rounds = vae.config().variational() ? samples : 1;
    double[] mean = new double[count];
    for (int done = 0; done < rounds; ) {
      int some = Math.min(rounds - done, Math.max(1, VECTORS / count));
      float[] vectors = new float[some * posteriors.mean().length];
      for (int i = 0; i < vectors.length; i++) {
        int index = i % posteriors.mean().length;
        double epsilon = vae.config().variational() ? noise.nextGaussian() : 0;
        vectors[i] = (float) posteriors.draw(index, epsilon);
      }
      if (!closedForm) {
        addKl(model, batch, posteriors, vectors, rounds, kls);
      }
      try (INDArray z =
          Nd4j.create(vectors, new long[] {(long) some * count, posteriors.latent()}, 'c')) {
        double[] logLikelihood = vae.logLikelihood(batch.images(), z);
        for (int i = 0; i < logLikelihood.length; i++) {
          mean[i % count] += logLikelihood[i] / rounds;
        }
        double[] ofFrames = frame.losses(vae, z);
        for (int i = 0; i < ofFrames.length; i++) {
          frameLosses[i % count] += ofFrames[i] / rounds;
        }
      }
      done += some;
    }
    return mean;
  }

  private static void addKl(
      Vae model, Batch batch, Posteriors posteriors, float[] latents, int rounds, double[] kls) {
    double[] z = new double[latents.length];
    Arrays.setAll(z, i -> latents[i]);
    double[] logPriors = model.logPrior(z, batch.labels());
    for (int i = 0; i < logPriors.length; i++) {
      int n = i % kls.length;
      double logPosterior = posteriors.logDensity(n, z, i * posteriors.latent());
      kls[n] += (logPosterior - logPriors[i]) / rounds;
    }
  }
}
