package vae4j.cli;

import com.google.gson.JsonObject;
import java.util.Map;

/**
 * The metrics of a run.
 *
 * @param run its β, latents, likelihood and seed
 * @param epochs passes over the training images
 * @param measures in the order of the columns
 * @param seconds wall-clock time of training and measuring
 */
record SweepResult(
    SweepPlan.Run run, int epochs, Map<SweepMeasure, Double> measures, double seconds) {
  static SweepResult of(SweepPlan.Run run, JsonObject summary, JsonObject evaluation) {
    double seconds = summary.get("seconds").getAsDouble();
    if (evaluation.get("seconds_by_metric") instanceof JsonObject times) {
      for (String metric : times.keySet()) {
        seconds += times.get(metric).getAsDouble();
      }
    }
    return new SweepResult(
        run, summary.get("epochs").getAsInt(), SweepMeasure.of(evaluation), seconds);
  }
}
