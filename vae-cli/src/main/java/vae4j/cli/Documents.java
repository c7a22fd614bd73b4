package vae4j.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;
import vae4j.Provenance;
import vae4j.VaeConfig;
import vae4j.data.ImageShape;
import vae4j.loss.Elbo;
import vae4j.loss.Likelihood;

/** Numbers as JSON, for run folders and {@code --json}. */
final class Documents {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();
  private static final Gson COMPACT =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private Documents() {}

  /** Over several lines, with a line feed at the end. */
  static String print(JsonElement document) {
    return PRETTY.toJson(document) + "\n";
  }

  /** On one line, with a line feed at the end. */
  static String line(JsonElement document) {
    return COMPACT.toJson(document) + "\n";
  }

  static JsonObject of(ImageShape shape) {
    JsonObject json = new JsonObject();
    json.addProperty("height", shape.height());
    json.addProperty("width", shape.width());
    json.addProperty("channels", shape.channels());
    return json;
  }

  static JsonObject of(VaeConfig config) {
    JsonObject json = new JsonObject();
    json.add("input", of(config.input()));
    JsonArray stages = new JsonArray();
    for (VaeConfig.Stage stage : config.stages()) {
      JsonObject one = new JsonObject();
      one.addProperty("filters", stage.filters());
      one.addProperty("kernel", stage.kernel());
      one.addProperty("stride", stage.stride());
      stages.add(one);
    }
    json.add("stages", stages);
    JsonArray hidden = new JsonArray();
    config.hidden().forEach(hidden::add);
    json.add("hidden", hidden);
    json.addProperty("latent", config.latent());
    json.addProperty("activation", config.activation().toString());
    json.addProperty("likelihood", config.likelihood().toString());
    if (config.likelihood() instanceof Likelihood.Gaussian gaussian) {
      json.addProperty("variance", gaussian.variance());
    }
    json.addProperty("variational", config.variational());
    return json;
  }

  /** Where a model comes from; null if it was never trained. */
  static JsonElement of(@Nullable Provenance provenance) {
    if (provenance == null) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("dataset", provenance.dataset());
    json.addProperty("dataset_sha256", provenance.datasetSha256());
    json.addProperty("seed", provenance.seed());
    JsonObject settings = new JsonObject();
    provenance.settings().forEach(settings::addProperty);
    json.add("settings", settings);
    json.addProperty("backend", provenance.backend());
    json.addProperty("java_version", provenance.javaVersion());
    json.addProperty("os", provenance.os());
    json.addProperty("arch", provenance.arch());
    return json;
  }

  /** The terms of a loss, in nats per image. */
  static JsonObject of(Elbo loss) {
    JsonObject json = new JsonObject();
    json.addProperty("reconstruction", loss.reconstruction());
    json.addProperty("divergence", loss.divergence());
    json.addProperty("beta", loss.beta());
    json.addProperty("objective", loss.objective());
    json.addProperty("elbo", loss.elbo());
    return json;
  }
}
