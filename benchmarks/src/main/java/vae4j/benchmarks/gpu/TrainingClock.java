package vae4j.benchmarks.gpu;

import java.util.ArrayList;
import java.util.List;
import vae4j.backend.Backend;
import vae4j.loss.LossTerms;
import vae4j.train.Decision;
import vae4j.train.EpochMetrics;
import vae4j.train.Training;
import vae4j.train.TrainingListener;

/** Hears of a training: how long each epoch took, and what its losses and the memory were. */
final class TrainingClock implements TrainingListener {
  private final Backend backend;
  private final int steps;
  private final List<Double> firstLosses = new ArrayList<>();
  private final List<Epoch> epochs = new ArrayList<>();
  private long startedAt = System.nanoTime();

  /**
   * One epoch.
   *
   * @param seconds from the end of the one before it, or from the start
   * @param reconstruction running mean, in nats per image
   * @param kl running mean, in nats per image
   * @param objective running mean, in nats per image
   * @param freeBytes memory of the device that was free at its end
   */
  record Epoch(
      double seconds, double reconstruction, double kl, double objective, long freeBytes) {}

  /**
   * Starts.
   *
   * @param backend that trains
   * @param steps how many steps' losses are kept
   */
  TrainingClock(Backend backend, int steps) {
    this.backend = backend;
    this.steps = steps;
  }

  /** The objectives of the first steps, in nats per image. */
  List<Double> firstLosses() {
    return List.copyOf(firstLosses);
  }

  /** The epochs so far. */
  List<Epoch> epochs() {
    return List.copyOf(epochs);
  }

  @Override
  public Decision onStep(Training training, Step step, LossTerms loss) {
    if (firstLosses.size() < steps) {
      firstLosses.add(loss.objective());
    }
    return Decision.CONTINUE;
  }

  @Override
  public Decision onEpoch(Training training, EpochMetrics metrics) {
    long now = System.nanoTime();
    LossTerms loss = metrics.loss();
    epochs.add(
        new Epoch(
            (now - startedAt) / 1e9,
            loss.reconstruction(),
            loss.kl(),
            loss.objective(),
            backend.availableMemory().nativeBytes()));
    startedAt = System.nanoTime();
    return Decision.CONTINUE;
  }
}
