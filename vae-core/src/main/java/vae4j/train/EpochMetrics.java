package vae4j.train;

import com.google.gson.JsonObject;
import java.util.Locale;
import vae4j.loss.LossTerms;

/**
 * The losses of one epoch on one split.
 *
 * @param epoch from 1
 * @param split which images
 * @param loss mean over all images of the split, in nats per image; of the training split the mean
 *     while the weights were changing, as Keras logs it
 * @param seconds wall-clock time of the pass
 * @param images images seen
 */
public record EpochMetrics(int epoch, Split split, LossTerms loss, double seconds, long images) {
  /** Which images. */
  public enum Split {
    /** Those the model is trained on. */
    TRAIN,
    /** Those it never sees in training. */
    TEST
  }

  /** One line for people, losses in nats per image. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "epoch %d %s: reconstruction %.2f, kl %.3f, objective %.2f, ELBO %.2f, %.0f images/s",
        epoch,
        split == Split.TRAIN ? "train" : "test",
        loss.reconstruction(),
        loss.kl(),
        loss.objective(),
        loss.elbo(),
        imagesPerSecond());
  }

  /** Images in a second. */
  public double imagesPerSecond() {
    return images / seconds;
  }

  /** As a line of {@code metrics.jsonl}. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("epoch", epoch);
    json.addProperty("split", split == Split.TRAIN ? "train" : "test");
    loss.toJson().entrySet().forEach(term -> json.add(term.getKey(), term.getValue()));
    json.addProperty("seconds", seconds);
    json.addProperty("images_per_second", imagesPerSecond());
    return json;
  }
}
