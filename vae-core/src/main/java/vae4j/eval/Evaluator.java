package vae4j.eval;

import vae4j.DatasetLoss;
import vae4j.Vae;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.loss.LossTerms;

/**
 * Measures a model on a whole split.
 *
 * @param batchSize images that go through the network at a time
 * @param binarization what is done to pixel values
 * @param seed of ε
 */
public record Evaluator(int batchSize, Binarization binarization, long seed) {
  /** Batches of 100, pixel values as they are, seed 42. */
  public static Evaluator defaults() {
    return new Evaluator(100, Binarization.NONE, 42);
  }

  /**
   * The loss on all images, with one sampled z each.
   *
   * @param vae the model
   * @param dataset images of its shape
   * @param beta weight of the KL in the objective
   * @return the report
   * @throws IllegalArgumentException if the data set is empty or of another shape
   */
  public EvaluationReport evaluate(Vae vae, ImageDataset dataset, double beta) {
    long started = System.nanoTime();
    LossTerms loss =
        new DatasetLoss(batchSize, binarization, seed)
            .mean(vae, dataset, beta, () -> false)
            .orElseThrow();
    double seconds = (System.nanoTime() - started) / 1e9;
    return new EvaluationReport(dataset.name(), dataset.size(), loss, seconds);
  }
}
