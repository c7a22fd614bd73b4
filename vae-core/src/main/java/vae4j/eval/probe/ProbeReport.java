package vae4j.eval.probe;

import com.google.gson.JsonObject;
import vae4j.Vae;
import vae4j.data.ImageDataset;

/**
 * What a classifier makes of mean codes.
 *
 * @param training codes that it learnt from
 * @param test codes that it was asked for
 * @param linear accuracy of {@link LinearProbe}, in [0, 1]
 * @param neighbours k of the nearest neighbours
 * @param nearest accuracy of {@link NearestNeighbours}, in [0, 1]
 */
public record ProbeReport(int training, int test, double linear, int neighbours, double nearest) {
  /**
   * Probes a model.
   *
   * @param vae the model
   * @param train pictures with labels, to learn from
   * @param test others
   * @return the accuracies
   * @throws IllegalArgumentException if a picture has no label
   */
  public static ProbeReport of(Vae vae, ImageDataset train, ImageDataset test) {
    LabelledCodes known = LabelledCodes.of(vae, train, vae.imagesAtATime());
    LabelledCodes asked = LabelledCodes.of(vae, test, vae.imagesAtATime());
    NearestNeighbours nearest =
        new NearestNeighbours(Math.min(NearestNeighbours.defaults().k(), known.size()));
    return new ProbeReport(
        known.size(),
        asked.size(),
        LinearProbe.defaults().accuracy(known, asked),
        nearest.k(),
        nearest.accuracy(known, asked));
  }

  /** For machines. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("training_codes", training);
    json.addProperty("test_codes", test);
    json.addProperty("linear_probe_accuracy", linear);
    json.addProperty("neighbours", neighbours);
    json.addProperty("nearest_neighbour_accuracy", nearest);
    return json;
  }
}
