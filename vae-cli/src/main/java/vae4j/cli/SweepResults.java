package vae4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vae4j.plot.report.Measure;

/**
 * The results of a sweep so far, as the documents that are written of it.
 *
 * @param plan the sweep
 * @param config what all runs have in common
 * @param runs those that are done, in the plan's order
 */
record SweepResults(SweepPlan plan, JsonObject config, List<SweepResult> runs) {
  /** All that was measured of any run, in the order of the columns. */
  List<SweepMeasure> measures() {
    LinkedHashSet<SweepMeasure> measures = new LinkedHashSet<>();
    runs.forEach(run -> measures.addAll(run.measures().keySet()));
    return List.copyOf(measures);
  }

  /** The settings of which a run is done, in the plan's order. */
  List<SweepPlan.Setting> settings() {
    return runs.stream().map(run -> run.run().setting()).distinct().toList();
  }

  /** A measure over the seeds of a setting; empty if none has it. */
  Optional<MeanAndDeviation> spread(SweepPlan.Setting setting, SweepMeasure measure) {
    List<Double> values = new ArrayList<>();
    for (SweepResult run : runs) {
      Double value = run.measures().get(measure);
      if (value != null && run.run().setting().equals(setting)) {
        values.add(value);
      }
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(MeanAndDeviation.of(values));
  }

  /** Number of seeds of a setting are done. */
  long seeds(SweepPlan.Setting setting) {
    return runs.stream().filter(run -> run.run().setting().equals(setting)).count();
  }

  /** {@code sweep.csv}: a line a run. */
  String csv() {
    List<SweepMeasure> measures = measures();
    StringBuilder text = new StringBuilder("beta,latents,likelihood,seed,epochs");
    measures.forEach(measure -> text.append(',').append(measure.name()));
    text.append(",seconds\n");
    for (SweepResult result : runs) {
      SweepPlan.Setting setting = result.run().setting();
      text.append(SweepPlan.number(setting.beta())).append(',');
      text.append(setting.latents()).append(',').append(setting.likelihood()).append(',');
      text.append(result.run().seed()).append(',').append(result.epochs());
      for (SweepMeasure measure : measures) {
        Double value = result.measures().get(measure);
        text.append(',').append(value == null ? "" : SweepPlan.number(value));
      }
      text.append(',').append(SweepPlan.number(result.seconds())).append('\n');
    }
    return text.toString();
  }

  /** {@code sweep.json}: the plan, every run, and mean and standard deviation of every setting. */
  JsonObject json() {
    JsonObject json = new JsonObject();
    json.add("plan", plan.toJson());
    json.add("config", config);
    JsonArray each = new JsonArray();
    Map<SweepPlan.Run, SweepResult> done =
        runs.stream().collect(Collectors.toMap(SweepResult::run, result -> result));
    plan.runs().forEach(run -> each.add(json(run, Optional.ofNullable(done.get(run)))));
    json.add("runs", each);
    JsonArray means = new JsonArray();
    settings().forEach(setting -> means.add(json(setting)));
    json.add("settings", means);
    return json;
  }

  private static JsonObject json(SweepPlan.Run run, Optional<SweepResult> result) {
    JsonObject json = new JsonObject();
    json.addProperty("name", run.name());
    add(json, run.setting());
    json.addProperty("seed", run.seed());
    json.addProperty("done", result.isPresent());
    result.ifPresent(
        found -> {
          json.addProperty("epochs", found.epochs());
          JsonObject measures = new JsonObject();
          found.measures().forEach((measure, value) -> measures.addProperty(measure.name(), value));
          json.add("measures", measures);
          json.addProperty("seconds", found.seconds());
        });
    return json;
  }

  private JsonObject json(SweepPlan.Setting setting) {
    JsonObject json = new JsonObject();
    add(json, setting);
    json.addProperty("seeds", seeds(setting));
    JsonObject means = new JsonObject();
    JsonObject deviations = new JsonObject();
    for (SweepMeasure measure : measures()) {
      spread(setting, measure)
          .ifPresent(
              spread -> {
                means.addProperty(measure.name(), spread.mean());
                if (spread.count() > 1) {
                  deviations.addProperty(measure.name(), spread.deviation());
                } else {
                  deviations.add(measure.name(), JsonNull.INSTANCE);
                }
              });
    }
    json.add("mean", means);
    json.add("standard_deviation", deviations);
    return json;
  }

  private static void add(JsonObject json, SweepPlan.Setting setting) {
    json.addProperty("beta", setting.beta());
    json.addProperty("latents", setting.latents());
    json.addProperty("likelihood", setting.likelihood());
  }

  /** {@code sweep.md}: a line a setting with the main measures, mean ± standard deviation. */
  String markdown() {
    List<SweepMeasure> columns = measures().stream().filter(SweepMeasure::main).toList();
    StringBuilder text = new StringBuilder("| β | latents | likelihood | seeds |");
    columns.forEach(measure -> text.append(' ').append(measure.name()).append(" |"));
    text.append("\n|---|---|---|---|").append("---|".repeat(columns.size())).append('\n');
    for (SweepPlan.Setting setting : settings()) {
      List<String> cells = new ArrayList<>();
      cells.add(SweepPlan.number(setting.beta()));
      cells.add(Integer.toString(setting.latents()));
      cells.add(setting.likelihood());
      cells.add(Long.toString(seeds(setting)));
      columns.forEach(
          measure ->
              cells.add(spread(setting, measure).map(spread -> cell(measure, spread)).orElse("")));
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return text.toString();
  }

  private static String cell(SweepMeasure measure, MeanAndDeviation spread) {
    Measure row = row(measure, spread);
    return row.error().isEmpty() ? row.value() : row.value() + " ± " + row.error();
  }

  /** A line of a table. */
  static Measure row(SweepMeasure measure, MeanAndDeviation spread) {
    return Measure.of(
        measure.name().replace('_', ' '), spread.mean(), measure.unit(), spread.deviation(), "");
  }

  /** What all runs have in common, by name, for the head of the report. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("data set", config.get("dataset").getAsString());
    for (String split : new String[] {"train", "test"}) {
      JsonObject images = config.getAsJsonObject(split);
      facts.put(
          split,
          images.get("images").getAsString()
              + " images, SHA-256 "
              + images.get("sha256").getAsString());
    }
    JsonObject training = config.getAsJsonObject("training");
    Documents.flat(training).forEach(facts::put);
    facts.put("seeds", Integer.toString(plan.seeds()));
    facts.put("runs done", runs.size() + " of " + plan.runs().size());
    facts.put("backend", config.get("backend").getAsString());
    facts.put("precision", config.get("precision").getAsString());
    return facts;
  }
}
