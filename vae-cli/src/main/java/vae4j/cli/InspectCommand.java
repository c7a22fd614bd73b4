package vae4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Provenance;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.cli.console.Console;
import vae4j.cli.console.Documents;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Failure;
import vae4j.cli.console.LossText;
import vae4j.cli.option.ModelFileArgument;
import vae4j.graph.parameter.Parameter;
import vae4j.io.ModelArchiveReader;

/** {@code vae inspect}: what a model file holds. */
@Command(name = "inspect", description = "Shows what a model file holds.")
final class InspectCommand implements Callable<Integer> {
  @Mixin private ModelFileArgument model = new ModelFileArgument();

  @Option(names = "--json", description = "Print JSON, and nothing else, to standard output.")
  private boolean json;

  private final Console console;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Backend backend = Backends.open(Backends.AUTO, BackendOptions.defaults());
        Vae vae = model.load(backend);
        ModelArchiveReader archive = ModelArchiveReader.open(model.file())) {
      JsonObject versions = archive.document();
      if (json) {
        console.out().print(Documents.print(document(vae, versions)));
      } else {
        print(vae, versions, console.out());
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      throw Failure.badFile(e);
    }
  }

  private JsonObject document(Vae vae, JsonObject versions) {
    JsonObject document = new JsonObject();
    document.addProperty("file", model.file().toString());
    document.add("format_version", versions.get("formatVersion"));
    document.add("library_version", versions.get("libraryVersion"));
    document.add("config", vae.config().toJson());
    document.addProperty("parameters", vae.parameterCount());
    JsonArray tensors = new JsonArray();
    for (Parameter parameter : vae.parameterLayout()) {
      JsonObject tensor = new JsonObject();
      tensor.addProperty("name", parameter.name());
      JsonArray shape = new JsonArray();
      parameter.shape().forEach(shape::add);
      tensor.add("shape", shape);
      tensor.addProperty("parameters", parameter.length());
      tensors.add(tensor);
    }
    document.add("tensors", tensors);
    document.add("provenance", Documents.of(vae.provenance()));
    document.add("metrics", vae.metrics());
    return document;
  }

  private void print(Vae vae, JsonObject versions, PrintStream out) {
    out.printf(
        "%s: format %s, written by vae4j %s%n%n",
        model.file(),
        versions.get("formatVersion").getAsString(),
        versions.get("libraryVersion").getAsString());
    out.println(vae.summary());
    out.println("Tensors");
    for (Parameter parameter : vae.parameterLayout()) {
      String shape =
          parameter.shape().stream().map(String::valueOf).collect(Collectors.joining("×"));
      out.printf(Locale.ROOT, "  %-36s %-16s %,10d%n", parameter.name(), shape, parameter.length());
    }
    printProvenance(vae.provenance(), out);
    JsonElement epochs = vae.metrics().get("epochs");
    if (epochs != null && epochs.isJsonArray() && !epochs.getAsJsonArray().isEmpty()) {
      out.printf("%nMetrics, nats per image%n");
      epochs.getAsJsonArray().forEach(line -> out.println("  " + metrics(line.getAsJsonObject())));
    }
  }

  private static void printProvenance(@Nullable Provenance provenance, PrintStream out) {
    out.printf("%nProvenance%n");
    if (provenance == null) {
      out.println("  never trained");
      return;
    }
    out.println("  data      " + provenance.dataset());
    out.println("  SHA-256   " + provenance.datasetSha256());
    out.println("  seed      " + provenance.seed());
    out.println("  backend   " + provenance.backend() + ", " + provenance.precision());
    out.printf(
        "  machine   Java %s, %s %s%n",
        provenance.javaVersion(), provenance.os(), provenance.arch());
    for (Map.Entry<String, String> setting : Documents.flat(provenance.settings()).entrySet()) {
      out.println("  " + setting.getKey() + " " + setting.getValue());
    }
  }

  private static String metrics(JsonObject line) {
    return line.entrySet().stream()
        .map(entry -> entry.getKey() + " " + value(entry.getValue()))
        .collect(Collectors.joining("  "));
  }

  private static String value(JsonElement value) {
    boolean number = value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    return number ? LossText.number(value.getAsDouble()) : value.getAsString();
  }
}
