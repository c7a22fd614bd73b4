package vae4j.train;

import com.google.gson.JsonObject;
import vae4j.loss.Elbo;

/**
 * How one epoch went on one split.
 *
 * @param epoch from 1
 * @param split which pictures
 * @param loss mean over all pictures of the split, in nats per image; of the training split the
 *     mean while the weights were changing, as Keras logs it
 * @param seconds wall-clock time of the pass
 * @param images pictures seen
 */
public record EpochMetrics(int epoch, Split split, Elbo loss, double seconds, long images) {
  /** Which pictures. */
  public enum Split {
    /** Those the model is trained on. */
    TRAIN,
    /** Those it never sees in training. */
    TEST
  }

  /** Pictures in a second. */
  public double imagesPerSecond() {
    return images / seconds;
  }

  /** As a line of {@code metrics.jsonl}. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("epoch", epoch);
    json.addProperty("split", split == Split.TRAIN ? "train" : "test");
    json.addProperty("reconstruction", loss.reconstruction());
    json.addProperty("divergence", loss.divergence());
    json.addProperty("beta", loss.beta());
    json.addProperty("objective", loss.objective());
    json.addProperty("elbo", loss.elbo());
    json.addProperty("seconds", seconds);
    json.addProperty("images_per_second", imagesPerSecond());
    return json;
  }
}
