package vae4j;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Activation;
import vae4j.backend.Precision;
import vae4j.data.ImageShape;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;
import vae4j.io.ModelArchive;
import vae4j.io.NamedTensor;
import vae4j.io.TensorReader;
import vae4j.layer.Parameter;
import vae4j.loss.Likelihood;

/**
 * What a model file holds, read field by field.
 *
 * @param config what the model looks like
 * @param parameters the flat vector
 * @param provenance where it comes from; null if it was never trained
 * @param metrics how its training went
 */
record ModelFile(
    VaeConfig config, float[] parameters, @Nullable Provenance provenance, JsonObject metrics) {

  void write(Path file) throws IOException {
    JsonObject document = new JsonObject();
    document.add("config", config.toJson());
    if (provenance != null) {
      document.add("provenance", provenance.toJson());
    }
    List<NamedTensor> tensors = new ArrayList<>();
    for (Parameter parameter : VaeNetwork.of(config).layout().parameters()) {
      int from = Math.toIntExact(parameter.offset());
      int to = Math.toIntExact(parameter.offset() + parameter.length());
      tensors.add(
          NamedTensor.of(
              parameter.name(), Arrays.copyOfRange(parameters, from, to), parameter.dimensions()));
    }
    new ModelArchive(document, tensors, metrics).write(file);
  }

  static ModelFile read(Path file) throws IOException {
    ModelArchive archive = ModelArchive.read(file);
    JsonFields document = JsonFields.of(file + ": vae4j.json", archive.document());
    VaeConfig config;
    List<Parameter> layout;
    try {
      config = config(document.requireObject("config"));
      layout = VaeNetwork.of(config).layout().parameters();
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Numbers that are sound one by one and do not fit together.
      throw new MalformedModelException(
          file + ": vae4j.json: config", String.valueOf(e.getMessage()), e);
    }
    Provenance provenance =
        document.has("provenance") ? provenance(document.requireObject("provenance")) : null;
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    for (Parameter parameter : layout) {
      expected.put(parameter.name(), parameter.shape());
    }
    List<NamedTensor> tensors =
        TensorReader.requireTensors(file.toString(), archive.tensors(), expected);
    Parameter last = layout.get(layout.size() - 1);
    float[] flat = new float[Math.toIntExact(last.offset() + last.length())];
    for (int i = 0; i < layout.size(); i++) {
      float[] values = tensors.get(i).values();
      System.arraycopy(values, 0, flat, Math.toIntExact(layout.get(i).offset()), values.length);
    }
    return new ModelFile(config, flat, provenance, archive.metrics());
  }

  private static VaeConfig config(JsonFields json) throws MalformedModelException {
    JsonFields input = json.requireObject("input");
    ImageShape shape =
        new ImageShape(
            input.requirePositiveInt("height"),
            input.requirePositiveInt("width"),
            input.requirePositiveInt("channels"));
    input.rejectOthers();
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
    int latent = json.requirePositiveInt("latent");
    Activation activation;
    try {
      activation = Activation.parse(json.requireString("activation"));
    } catch (IllegalArgumentException e) {
      throw json.wrong("activation", "an activation's name");
    }
    Likelihood likelihood = likelihood(json.requireObject("likelihood"));
    boolean variational = json.requireBoolean("variational");
    json.rejectOthers();
    return new VaeConfig(shape, stages, hidden, latent, activation, likelihood, variational);
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

  private static Provenance provenance(JsonFields json) throws MalformedModelException {
    JsonFields settings = json.requireObject("settings");
    Map<String, String> values = new TreeMap<>();
    for (String name : settings.names()) {
      values.put(name, settings.requireString(name));
    }
    Provenance provenance =
        new Provenance(
            json.requireString("dataset"),
            json.requireString("datasetSha256"),
            json.requireLong("seed"),
            values,
            json.requireString("backend"),
            // Not there in the files of before it could be chosen.
            json.has("precision") ? json.requireString("precision") : Precision.FLOAT32.toString(),
            json.requireString("javaVersion"),
            json.requireString("os"),
            json.requireString("arch"));
    json.rejectOthers();
    return provenance;
  }
}
