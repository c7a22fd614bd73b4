package vae4j;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Precision;
import vae4j.graph.Graph;
import vae4j.graph.parameter.Parameter;
import vae4j.graph.parameter.ParameterStore;
import vae4j.graph.parameter.Weights;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;
import vae4j.io.ModelArchive;
import vae4j.io.ModelArchiveReader;
import vae4j.io.TensorReader;
import vae4j.io.TensorSource;

/**
 * A model file, written from the model's memory and read into it, so that neither takes more heap
 * for a larger model.
 */
final class ModelFile implements AutoCloseable {
  private final ModelArchiveReader archive;
  private final long version;
  private final VaeConfig config;
  private final @Nullable Provenance provenance;
  private final @Nullable LatentScale latentScale;

  private ModelFile(Path file, ModelArchiveReader archive) throws IOException {
    this.archive = archive;
    JsonFields document = JsonFields.of(file + ": vae4j.json", archive.document());
    this.version = archive.formatVersion();
    List<Parameter> layout;
    try {
      this.config = VaeConfigCodec.read(document.requireObject("config"), version);
      layout = VaeGraph.of(config).layout().parameters();
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Numbers that are sound one by one and do not fit together.
      throw new MalformedModelException(
          file + ": vae4j.json: config", String.valueOf(e.getMessage()), e);
    }
    this.provenance =
        document.has("provenance") ? provenance(document.requireObject("provenance")) : null;
    this.latentScale =
        document.has("latent_statistics")
            ? LatentScale.fromJson(document.requireObject("latent_statistics"))
            : null;
    if (latentScale != null
        && (latentScale.mean().size() != config.latent()
            || latentScale.std().size() != config.latent())) {
      throw document.wrong("latent_statistics", config.latent() + " numbers each");
    }
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    for (Parameter parameter : layout) {
      expected.put(nameInFile(parameter.name()), parameter.shape());
    }
    TensorReader.requireShapes(file.toString(), archive.tensors(), expected);
  }

  static void write(
      Path file,
      VaeConfig config,
      Graph graph,
      Weights weights,
      @Nullable Provenance provenance,
      @Nullable LatentScale latentScale,
      JsonObject metrics)
      throws IOException {
    JsonObject document = new JsonObject();
    document.add("config", config.toJson());
    if (provenance != null) {
      document.add("provenance", provenance.toJson());
    }
    if (latentScale != null) {
      document.add("latent_statistics", latentScale.toJson());
    }
    List<TensorSource> tensors = new ArrayList<>();
    for (Parameter parameter : graph.layout().parameters()) {
      tensors.add(
          new TensorSource(
              parameter.name(),
              parameter.shape(),
              (from, target, count) ->
                  weights
                      .store()
                      .group(parameter.group())
                      .read(parameter.offset() + from, target, 0, count)));
    }
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    weights.read(
        () -> {
          try {
            ModelArchive.write(file, document, tensors, metrics);
          } catch (IOException e) {
            failure.set(e);
          }
          return file;
        });
    IOException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
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

  /** The architecture. */
  VaeConfig config() {
    return config;
  }

  /** Where it comes from; null if it was never trained. */
  @Nullable Provenance provenance() {
    return provenance;
  }

  /** Mean and standard deviation of its latent dimensions; null if they are not known. */
  @Nullable LatentScale latentScale() {
    return latentScale;
  }

  /** The history of its training. */
  JsonObject metrics() {
    return version == 1 ? withKl(archive.metrics()) : archive.metrics();
  }

  /** Format 1 says KL for the KL. */
  private static JsonObject withKl(JsonObject metrics) {
    String text = metrics.toString().replace("\"kl\":", "\"kl\":");
    return JsonParser.parseString(text).getAsJsonObject();
  }

  /** Format 1 says kernel for the weights of a layer. */
  private String nameInFile(String parameter) {
    return version == 1 ? parameter.replaceFirst("/weights$", "/kernel") : parameter;
  }

  /** Fills in the parameters. */
  void readParameters(Weights weights) throws IOException {
    Map<String, Parameter> parameters = new HashMap<>();
    for (Parameter parameter : VaeGraph.of(config).layout().parameters()) {
      parameters.put(nameInFile(parameter.name()), parameter);
    }
    ParameterStore store = weights.store();
    archive.readValues(
        (tensor, from, values, count) -> {
          Parameter parameter = Objects.requireNonNull(parameters.get(tensor.name()));
          store.group(parameter.group()).write(parameter.offset() + from, values, 0, count);
        });
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }

  private static Provenance provenance(JsonFields json) throws MalformedModelException {
    Provenance provenance =
        new Provenance(
            json.requireString("dataset"),
            json.requireString("datasetSha256"),
            json.requireLong("seed"),
            json.requireJson("settings"),
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
