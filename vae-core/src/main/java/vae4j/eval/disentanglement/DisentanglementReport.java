package vae4j.eval.disentanglement;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * The disentanglement scores of latent vectors.
 *
 * @param dataset name of the images
 * @param images how many were drawn and encoded
 * @param latents length of a code
 * @param liveLatents how many of them ever change
 * @param factors names of the factors that vary
 * @param seed of images, votes and trees
 * @param scores in the order of the metrics
 */
public record DisentanglementReport(
    String dataset,
    int images,
    int latents,
    int liveLatents,
    List<String> factors,
    long seed,
    List<Score> scores) {
  /** Keeps copies of the lists. */
  public DisentanglementReport {
    factors = List.copyOf(factors);
    scores = List.copyOf(scores);
  }

  /**
   * The value of one score.
   *
   * @param name as in {@link Score#name()}
   * @return in [0, 1]
   * @throws IllegalArgumentException if it was not computed
   */
  public double value(String name) {
    return scores.stream()
        .filter(score -> score.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "score must be one of "
                        + scores.stream().map(Score::name).toList()
                        + ", was "
                        + name))
        .value();
  }

  /**
   * For machines; under {@code scores} each by its name, with {@code value} and {@code samples}.
   */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("dataset", dataset);
    json.addProperty("images", images);
    json.addProperty("latents", latents);
    json.addProperty("live_latents", liveLatents);
    JsonArray names = new JsonArray();
    factors.forEach(names::add);
    json.add("factors", names);
    json.addProperty("seed", seed);
    JsonObject values = new JsonObject();
    for (Score score : scores) {
      JsonObject value = new JsonObject();
      value.addProperty("value", score.value());
      value.addProperty("samples", score.samples());
      values.add(score.name(), value);
    }
    json.add("scores", values);
    return json;
  }
}
