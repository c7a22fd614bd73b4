package vae4j.eval;

import com.google.gson.JsonObject;
import vae4j.loss.LossTerms;

/**
 * The losses of a model on a split.
 *
 * @param dataset name of the images
 * @param images how many
 * @param loss mean over all images with one sampled z each, in nats per image
 * @param seconds wall-clock time
 */
public record EvaluationReport(String dataset, long images, LossTerms loss, double seconds) {
  /** For machines. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("dataset", dataset);
    json.addProperty("images", images);
    loss.toJson().entrySet().forEach(term -> json.add(term.getKey(), term.getValue()));
    json.addProperty("seconds", seconds);
    json.addProperty("images_per_second", images / seconds);
    return json;
  }
}
