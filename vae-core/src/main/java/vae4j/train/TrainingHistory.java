package vae4j.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What happened in training.
 *
 * @param epochs a line an epoch and split, in order
 * @param stopped whether it was stopped before its last step
 */
public record TrainingHistory(List<EpochMetrics> epochs, boolean stopped) {
  /** Copies the list. */
  public TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /**
   * The lines of one split.
   *
   * @param split which
   * @return in order
   */
  public List<EpochMetrics> of(EpochMetrics.Split split) {
    return epochs.stream().filter(line -> line.split() == split).toList();
  }

  /**
   * The last line of one split.
   *
   * @param split which
   * @return empty if there is none
   */
  public Optional<EpochMetrics> last(EpochMetrics.Split split) {
    List<EpochMetrics> lines = of(split);
    return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(lines.size() - 1));
  }

  /** As it stands in a model's file. */
  public JsonObject toJson() {
    JsonArray lines = new JsonArray();
    epochs.forEach(line -> lines.add(line.toJson()));
    JsonObject json = new JsonObject();
    json.add("epochs", lines);
    json.addProperty("stopped", stopped);
    return json;
  }
}
