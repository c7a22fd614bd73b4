package vae4j;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.data.Seeds.Purpose;
import vae4j.loss.LossMean;
import vae4j.loss.LossTerms;

/**
 * The mean loss over a whole data set, with one sampled z per image and the same ε for the same
 * seed, so that models and epochs can be compared.
 *
 * @param batchSize images that go through the network at a time; the mean does not depend on it but
 *     for rounding
 * @param binarization what is done to pixel values
 * @param seed of ε, and of stochastic binarisation
 */
public record DatasetLoss(int batchSize, Binarization binarization, long seed) {
  /**
   * Passes over all images.
   *
   * @param vae the model
   * @param dataset images of its shape
   * @param beta weight of the KL in the objective
   * @param cancelled asked before each batch
   * @return the terms in nats per image; empty if it was cancelled
   * @throws IllegalArgumentException if the data set is empty or of another shape
   */
  public Optional<LossTerms> mean(
      Vae vae, ImageDataset dataset, double beta, BooleanSupplier cancelled) {
    requireFits(vae, dataset);
    LossMean mean = new LossMean();
    Noise noise = Noise.of(Seeds.stream(seed, Purpose.EVALUATION_NOISE, 0));
    RandomGenerator pixels = Seeds.stream(seed, Purpose.EVALUATION_NOISE, 1);
    try (Batches batches = Batches.inOrder(dataset, batchSize, binarization, pixels)) {
      while (batches.hasNext()) {
        if (cancelled.getAsBoolean()) {
          return Optional.empty();
        }
        Batch batch = batches.next();
        mean.add(vae.loss(batch, noise, beta), batch.size());
      }
    }
    return Optional.of(mean.mean());
  }

  /**
   * Checks that a model can take the images of a data set.
   *
   * @param vae the model
   * @param dataset the images
   * @throws IllegalArgumentException if the data set is empty or of another shape
   */
  public static void requireFits(Vae vae, ImageDataset dataset) {
    if (dataset.size() == 0) {
      throw new IllegalArgumentException("data set must have images, was empty: " + dataset.name());
    }
    if (!dataset.shape().equals(vae.config().input())) {
      throw new IllegalArgumentException(
          "images of "
              + dataset.name()
              + " must be "
              + vae.config().input()
              + " as the model's, were "
              + dataset.shape());
    }
  }
}
