package vae4j.plot.figure;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vae4j.VaeConfig;
import vae4j.plot.LossCurves.Curve;

/** The losses of a training over its epochs, read from the history that a model keeps. */
public final class TrainingCurves {
  private TrainingCurves() {}

  /**
   * The losses that a model is trained with.
   *
   * @param config of the model
   * @return their names
   */
  public static List<String> terms(VaeConfig config) {
    return config.variational()
        ? List.of("reconstruction", "kl", "objective")
        : List.of("reconstruction");
  }

  /**
   * The curves of some terms; an epoch that lacks a term is left out, as is a term without epochs.
   *
   * @param metrics as {@code TrainingHistory.toJson} writes it; whatever is missing is not drawn
   * @param terms names of losses
   * @return for each term that has values, a curve for each split
   */
  public static List<List<Curve>> of(JsonObject metrics, List<String> terms) {
    List<List<Curve>> all = new ArrayList<>();
    for (String term : terms) {
      Map<String, List<double[]>> points = points(metrics, term);
      if (!points.isEmpty()) {
        all.add(
            points.entrySet().stream()
                .map(
                    split ->
                        new Curve(
                            term,
                            split.getKey(),
                            split.getValue().stream().mapToDouble(point -> point[0]).toArray(),
                            split.getValue().stream().mapToDouble(point -> point[1]).toArray()))
                .toList());
      }
    }
    return all;
  }

  /** For each split the epochs and finite values of a term. */
  private static Map<String, List<double[]>> points(JsonObject metrics, String term) {
    Map<String, List<double[]>> points = new LinkedHashMap<>();
    JsonElement epochs = metrics.get("epochs");
    if (epochs == null || !epochs.isJsonArray()) {
      return points;
    }
    for (JsonElement line : epochs.getAsJsonArray()) {
      if (line.isJsonObject()) {
        JsonObject fields = line.getAsJsonObject();
        double epoch = number(fields.get("epoch"));
        double value = number(fields.get(term));
        if (Double.isFinite(epoch) && Double.isFinite(value)) {
          points
              .computeIfAbsent(split(fields.get("split")), name -> new ArrayList<>())
              .add(new double[] {epoch, value});
        }
      }
    }
    return points;
  }

  private static double number(@Nullable JsonElement field) {
    return field instanceof JsonPrimitive primitive && primitive.isNumber()
        ? primitive.getAsDouble()
        : Double.NaN;
  }

  private static String split(@Nullable JsonElement field) {
    return field instanceof JsonPrimitive primitive ? primitive.getAsString() : "train";
  }
}
