package vae4j.eval;

import java.util.random.RandomGenerator;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.loss.LossMean;

/**
 * Measures a model on a whole split.
 *
 * @param batchSize pictures that go through the network at a time
 * @param binarization what is done to pixel values
 * @param seed of ε
 */
public record Evaluator(int batchSize, Binarization binarization, long seed) {
  /** Batches of 100, pixel values as they are, seed 42. */
  public static Evaluator defaults() {
    return new Evaluator(100, Binarization.NONE, 42);
  }

  /**
   * The loss on all pictures, with one sampled z each.
   *
   * @param vae the model
   * @param dataset pictures of its shape
   * @param beta weight of the divergence in the objective
   * @return the report
   * @throws IllegalArgumentException if the data set is empty or of another shape
   */
  public EvaluationReport evaluate(Vae vae, ImageDataset dataset, double beta) {
    if (dataset.size() == 0) {
      throw new IllegalArgumentException(
          "data set must have pictures, was empty: " + dataset.name());
    }
    if (!dataset.shape().equals(vae.config().input())) {
      throw new IllegalArgumentException(
          "pictures of "
              + dataset.name()
              + " must be "
              + vae.config().input()
              + " as the model's, were "
              + dataset.shape());
    }
    long started = System.nanoTime();
    LossMean mean = new LossMean();
    RandomGenerator noise = Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, 0);
    RandomGenerator pixels = Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, 1);
    try (Batches batches = Batches.inOrder(dataset, batchSize, binarization, pixels)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        mean.add(vae.loss(batch.images(), noise, beta), batch.size());
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return new EvaluationReport(dataset.name(), dataset.size(), mean.mean(), seconds);
  }
}
