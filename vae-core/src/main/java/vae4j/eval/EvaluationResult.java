package vae4j.eval;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vae4j.data.Binarization;
import vae4j.eval.metric.Metric;

/**
 * The results of an {@link Evaluation}.
 *
 * @param dataset name of the test images
 * @param images how many
 * @param binarization applied to pixel values
 * @param metrics in the order in which they were measured
 * @param texts explanations of headings ({@link Metric#group}) that need one
 * @param details of groups by name: {@link vae4j.eval.metric.MetricGroup.Result#details}
 * @param seconds wall-clock time of each group by name
 */
public record EvaluationResult(
    String dataset,
    long images,
    Binarization binarization,
    List<Metric> metrics,
    Map<String, String> texts,
    Map<String, JsonObject> details,
    Map<String, Double> seconds) {
  /** Copies the list and the maps. */
  public EvaluationResult {
    metrics = List.copyOf(metrics);
    texts = Map.copyOf(texts);
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
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

  /** An object with {@code metrics}, {@code details} and {@code seconds_by_metric}. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("dataset", dataset);
    json.addProperty("images", images);
    json.addProperty("binarization", binarization.toString());
    JsonArray list = new JsonArray();
    metrics.forEach(metric -> list.add(metric.toJson()));
    json.add("metrics", list);
    JsonObject more = new JsonObject();
    details.forEach(more::add);
    json.add("details", more);
    JsonObject times = new JsonObject();
    seconds.forEach(times::addProperty);
    json.add("seconds_by_metric", times);
    return json;
  }
}
