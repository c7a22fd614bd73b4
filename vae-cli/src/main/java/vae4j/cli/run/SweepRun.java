package vae4j.cli.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vae4j.cli.console.Documents;
import vae4j.cli.console.Failure;
import vae4j.eval.metric.Metric;
import vae4j.io.AtomicFiles;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;
import vae4j.sweep.SweepPlan;
import vae4j.sweep.SweepResult;
import vae4j.train.TrainPlan;

/**
 * One run of a sweep and its folder: a run folder, and {@code evaluation.json} once it is done.
 *
 * @param run its values and seed
 * @param folder where it is kept
 * @param plan what is trained, and how
 * @param config what its {@code config.json} is to say
 */
public record SweepRun(SweepPlan.Run run, Path folder, TrainPlan plan, JsonObject config) {
  private static final String EVALUATION = "evaluation.json";

  /** Fields that may differ between machines or versions although the settings are the same. */
  private static final Set<String> SURROUNDINGS =
      Set.of("version", "backend_description", "java", "os", "arch");

  public Path model() {
    return folder.resolve("model.vae");
  }

  /** Refuses a folder whose run has other settings than the planned ones. */
  public void requirePlanned() {
    Path file = folder.resolve("config.json");
    if (!Files.exists(file)) {
      return;
    }
    JsonObject there =
        read("config.json")
            .orElseThrow(() -> Failure.badFile(new IOException(file + ": is no JSON document")));
    requireSame("", there, config);
  }

  /** Whether the training came to its end. */
  public boolean trained() {
    return Files.exists(model())
        && read("summary.json")
            .map(summary -> summary.get("status"))
            .filter(status -> status.getAsString().equals("complete"))
            .isPresent();
  }

  /** The metrics; empty until the run is done. */
  public Optional<SweepResult> result() {
    return trained()
        ? read(EVALUATION)
            .flatMap(evaluation -> result(read("summary.json").orElseThrow(), evaluation))
        : Optional.empty();
  }

  /** Empty if the document is not one that an evaluation writes. */
  private Optional<SweepResult> result(JsonObject summary, JsonObject evaluation) {
    try {
      double seconds = summary.get("seconds").getAsDouble();
      JsonFields fields = JsonFields.of(EVALUATION, evaluation);
      for (JsonElement time : evaluation.getAsJsonObject("seconds_by_metric").asMap().values()) {
        seconds += time.getAsDouble();
      }
      List<Metric> metrics = new ArrayList<>();
      for (JsonFields metric : fields.requireObjects("metrics")) {
        metrics.add(Metric.fromJson(metric));
      }
      return Optional.of(new SweepResult(run, summary.get("epochs").getAsInt(), metrics, seconds));
    } catch (MalformedModelException e) {
      return Optional.empty();
    }
  }

  /** Deletes the evaluation of a model that is to be trained again. */
  public void forgetEvaluation() {
    try {
      Files.deleteIfExists(folder.resolve(EVALUATION));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  public void writeEvaluation(JsonObject evaluation) {
    try {
      AtomicFiles.writeString(folder.resolve(EVALUATION), Documents.print(evaluation));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  private void requireSame(
      String name, @Nullable JsonElement there, @Nullable JsonElement planned) {
    if (there instanceof JsonObject a && planned instanceof JsonObject b) {
      Set<String> names = new TreeSet<>(a.keySet());
      names.addAll(b.keySet());
      for (String each : names) {
        if (!SURROUNDINGS.contains(each)) {
          requireSame(name.isEmpty() ? each : name + "." + each, a.get(each), b.get(each));
        }
      }
    } else if (!text(there).equals(text(planned))) {
      throw new IllegalArgumentException(
          String.format(
              "%s of %s must be %s as planned, was %s; choose another --out",
              name, folder, text(planned), text(there)));
    }
  }

  private static String text(@Nullable JsonElement value) {
    if (value == null || value.isJsonNull()) {
      return "none";
    }
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  /** A document of the folder; empty if it is not there or broken off. */
  private Optional<JsonObject> read(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return JsonParser.parseString(Files.readString(file)) instanceof JsonObject document
          ? Optional.of(document)
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failure.badFile(e);
    }
  }
}
