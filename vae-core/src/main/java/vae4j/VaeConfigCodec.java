package vae4j;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import vae4j.backend.kernel.Activation;
import vae4j.data.ImageShape;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;
import vae4j.latent.Prior;
import vae4j.latent.StandardNormal;
import vae4j.loss.Likelihood;

/** {@link VaeConfig} as JSON and back. */
final class VaeConfigCodec {
  private VaeConfigCodec() {}

  static JsonObject write(VaeConfig config) {
    JsonObject json = new JsonObject();
    json.add("input", shape(config.input()));
    JsonArray convolutions = new JsonArray();
    for (VaeConfig.Stage stage : config.stages()) {
      JsonObject one = new JsonObject();
      one.addProperty("filters", stage.filters());
      one.addProperty("kernel", stage.kernel());
      one.addProperty("stride", stage.stride());
      convolutions.add(one);
    }
    json.add("stages", convolutions);
    JsonArray units = new JsonArray();
    config.hidden().forEach(units::add);
    json.add("hidden", units);
    json.add("latent", shape(config.latentShape()));
    json.addProperty("activation", config.activation().toString());
    JsonObject output = new JsonObject();
    output.addProperty("type", config.likelihood().toString());
    if (config.likelihood() instanceof Likelihood.Gaussian gaussian) {
      output.addProperty("variance", gaussian.variance());
    }
    json.add("likelihood", output);
    json.addProperty("variational", config.variational());
    json.addProperty("residual_blocks", config.residualBlocks());
    json.addProperty("classes", config.classes());
    json.addProperty("prior", config.prior().toString());
    return json;
  }

  private static JsonObject shape(ImageShape shape) {
    JsonObject json = new JsonObject();
    json.addProperty("height", shape.height());
    json.addProperty("width", shape.width());
    json.addProperty("channels", shape.channels());
    return json;
  }

  /**
   * Reads an architecture.
   *
   * @param json as {@link #write} gives it
   * @param version of the model file
   */
  static VaeConfig read(JsonFields json, long version) throws MalformedModelException {
    ImageShape shape = shape(json.requireObject("input"));
    List<VaeConfig.Stage> stages = new ArrayList<>();
    for (JsonFields one : json.requireObjects("stages")) {
      stages.add(
          new VaeConfig.Stage(
              one.requirePositiveInt("filters"),
              one.requirePositiveInt("kernel"),
              one.requirePositiveInt("stride")));
      one.rejectOthers();
    }
    List<Integer> hidden = json.requireInts("hidden");
    ImageShape latent =
        version == 1
            ? new ImageShape(1, 1, json.requirePositiveInt("latent"))
            : shape(json.requireObject("latent"));
    Activation activation;
    try {
      activation = Activation.parse(json.requireString("activation"));
    } catch (IllegalArgumentException e) {
      throw json.wrong("activation", "an activation's name");
    }
    Likelihood likelihood = likelihood(json.requireObject("likelihood"));
    boolean variational = json.requireBoolean("variational");
    int residualBlocks = version == 1 ? 0 : json.requireInt("residual_blocks");
    int classes = version == 1 ? 0 : json.requireInt("classes");
    Prior prior = new StandardNormal();
    if (version > 1) {
      try {
        prior = Prior.parse(json.requireString("prior"));
      } catch (IllegalArgumentException e) {
        throw json.wrong("prior", "a prior's name");
      }
    }
    json.rejectOthers();
    return new VaeConfig(
        shape,
        stages,
        hidden,
        latent,
        activation,
        likelihood,
        variational,
        residualBlocks,
        classes,
        prior);
  }

  private static ImageShape shape(JsonFields json) throws MalformedModelException {
    ImageShape shape =
        new ImageShape(
            json.requirePositiveInt("height"),
            json.requirePositiveInt("width"),
            json.requirePositiveInt("channels"));
    json.rejectOthers();
    return shape;
  }

  private static Likelihood likelihood(JsonFields json) throws MalformedModelException {
    String type =
        json.requireOneOf("type", List.of("bernoulli", "gaussian", "gaussian-learned-variance"));
    Likelihood likelihood =
        switch (type) {
          case "bernoulli" -> Likelihood.bernoulli();
          case "gaussian" -> {
            double variance = json.requireDouble("variance");
            if (!(variance > 0)) {
              throw json.wrong("variance", "a positive number");
            }
            yield Likelihood.gaussian(variance);
          }
          default -> Likelihood.gaussianLearnedVariance();
        };
    json.rejectOthers();
    return likelihood;
  }
}
