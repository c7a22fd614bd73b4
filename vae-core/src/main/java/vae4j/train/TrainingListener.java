package vae4j.train;

import vae4j.loss.LossTerms;

/**
 * Is called as training goes on, on the training thread; every method may be left out. The first
 * {@link Decision} to stop ends the training.
 */
public interface TrainingListener {
  /**
   * Training begins.
   *
   * @param training under way
   */
  default void onBegin(Training training) {}

  /**
   * A step is done.
   *
   * @param training under way
   * @param step place in the run
   * @param loss of this step's batch, before its update
   * @return whether training goes on
   */
  default Decision onStep(Training training, Step step, LossTerms loss) {
    return Decision.CONTINUE;
  }

  /**
   * A pass over a split is done.
   *
   * @param training under way
   * @param metrics of the pass
   * @return whether training goes on
   */
  default Decision onEpoch(Training training, EpochMetrics metrics) {
    return Decision.CONTINUE;
  }

  /**
   * An epoch is over, validation included; a place to save the model.
   *
   * @param training under way
   * @param epoch from 1
   * @return whether training goes on
   */
  default Decision onEpochEnd(Training training, int epoch) {
    return Decision.CONTINUE;
  }

  /**
   * Training is over, unless it ends by an exception.
   *
   * @param training that was under way
   * @param history its losses
   */
  default void onEnd(Training training, TrainingHistory history) {}

  /**
   * A place in the run.
   *
   * @param epoch from 1
   * @param epochs of the whole run
   * @param batch from 1, in this epoch
   * @param batches in an epoch
   */
  record Step(int epoch, int epochs, int batch, int batches) {}
}
