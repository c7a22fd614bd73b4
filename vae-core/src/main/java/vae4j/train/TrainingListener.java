package vae4j.train;

import vae4j.Vae;
import vae4j.loss.Elbo;

/**
 * Is told what happens in training; every method may be left out. Called on the training thread.
 */
public interface TrainingListener {
  /**
   * A step is done.
   *
   * @param step where training is
   * @param loss of this step's batch, before its update
   */
  default void onStep(Step step, Elbo loss) {}

  /**
   * A split has been passed over.
   *
   * @param metrics how it went
   */
  default void onEpoch(EpochMetrics metrics) {}

  /**
   * An epoch is over, validation included; a place to save the model.
   *
   * @param vae the model as it is now
   * @param epoch from 1
   */
  default void onEpochEnd(Vae vae, int epoch) {}

  /**
   * Where training is.
   *
   * @param epoch from 1
   * @param epochs of the whole run
   * @param batch from 1, in this epoch
   * @param batches in an epoch
   */
  record Step(int epoch, int epochs, int batch, int batches) {}
}
