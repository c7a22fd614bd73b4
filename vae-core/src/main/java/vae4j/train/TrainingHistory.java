package vae4j.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The losses of a training.
 *
 * @param epochs a line an epoch and split, in order
 * @param stopped whether it was interrupted before its last step
 * @param stopReason the reason of a listener to end it as a whole one; null if none did
 */
public record TrainingHistory(
    List<EpochMetrics> epochs, boolean stopped, @Nullable String stopReason) {
  /** Copies the list. */
  public TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /**
   * Of a training that no listener ended.
   *
   * @param epochs a line an epoch and split, in order
   * @param stopped whether it was interrupted before its last step
   */
  public TrainingHistory(List<EpochMetrics> epochs, boolean stopped) {
    this(epochs, stopped, null);
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
    if (stopReason != null) {
      json.addProperty("stop_reason", stopReason);
    }
    return json;
  }
}
