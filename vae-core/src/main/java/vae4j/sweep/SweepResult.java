package vae4j.sweep;

import java.util.List;
import java.util.Optional;
import vae4j.eval.metric.Metric;

/**
 * The metrics of a run.
 *
 * @param run its values and seed
 * @param epochs passes over the training images
 * @param metrics of its model
 * @param seconds wall-clock time of training and evaluation
 */
public record SweepResult(SweepPlan.Run run, int epochs, List<Metric> metrics, double seconds) {
  /** Copies the list. */
  public SweepResult {
    metrics = List.copyOf(metrics);
  }

  /**
   * A metric.
   *
   * @param name its {@link Metric#name}
   * @return the metric; empty if it was not measured
   */
  public Optional<Metric> metric(String name) {
    return Metric.find(metrics, name);
  }
}
