package vae4j;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Activation;
import vae4j.backend.Precision;
import vae4j.backend.Storage;
import vae4j.data.ImageShape;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;
import vae4j.io.ModelArchive;
import vae4j.io.ModelArchiveReader;
import vae4j.io.TensorReader;
import vae4j.io.TensorSource;
import vae4j.layer.Parameter;
import vae4j.loss.Likelihood;

/**
 * A model file, written from the model's memory and read into it, so that neither takes more heap
 * for a larger model.
 */
final class ModelFile implements AutoCloseable {
  private final ModelArchiveReader archive;
  private final VaeConfig config;
  private final @Nullable Provenance provenance;

  private ModelFile(Path file, ModelArchiveReader archive) throws IOException {
    this.archive = archive;
    JsonFields document = JsonFields.of(file + ": vae4j.json", archive.document());
    List<Parameter> layout;
    try {
      this.config = config(document.requireObject("config"));
      layout = VaeNetwork.of(config).layout().parameters();
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Numbers that are sound one by one and do not fit together.
      throw new MalformedModelException(
          file + ": vae4j.json: config", String.valueOf(e.getMessage()), e);
    }
    this.provenance =
        document.has("provenance") ? provenance(document.requireObject("provenance")) : null;
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    for (Parameter parameter : layout) {
      expected.put(parameter.name(), parameter.shape());
    }
    TensorReader.requireShapes(file.toString(), archive.tensors(), expected);
  }

  static void write(
      Path file,
      VaeConfig config,
      Storage parameters,
      @Nullable Provenance provenance,
      JsonObject metrics)
      throws IOException {
    JsonObject document = new JsonObject();
    document.add("config", config.toJson());
    if (provenance != null) {
      document.add("provenance", provenance.toJson());
    }
    List<TensorSource> tensors = new ArrayList<>();
    for (Parameter parameter : VaeNetwork.of(config).layout().parameters()) {
      tensors.add(
          new TensorSource(
              parameter.name(),
              parameter.shape(),
              (from, target, count) ->
                  parameters.read(parameter.offset() + from, target, 0, count)));
    }
    ModelArchive.write(file, document, tensors, metrics);
  }

  /** Opens a file and checks all but its numbers. */
  static ModelFile open(Path file) throws IOException {
    ModelArchiveReader archive = ModelArchiveReader.open(file);
    try {
      return new ModelFile(file, archive);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  /** What the model looks like. */
  VaeConfig config() {
    return config;
  }

  /** Where it comes from; null if it was never trained. */
  @Nullable Provenance provenance() {
    return provenance;
  }

  /** How its training went. */
  JsonObject metrics() {
    return archive.metrics();
  }

  /** Fills the flat vector. */
  void readParameters(Storage parameters) throws IOException {
    Map<String, Long> places = new HashMap<>();
    for (Parameter parameter : VaeNetwork.of(config).layout().parameters()) {
      places.put(parameter.name(), parameter.offset());
    }
    archive.readValues(
        (tensor, from, values, count) ->
            parameters.write(
                Objects.requireNonNull(places.get(tensor.name())) + from, values, 0, count));
  }

  @Override
  public void close() throws IOException {
    archive.close();
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
