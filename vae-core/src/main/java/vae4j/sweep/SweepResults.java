package vae4j.sweep;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import vae4j.eval.metric.Metric;

/**
 * The results of a sweep so far, and its tables.
 *
 * @param plan the sweep
 * @param runs those that are done, in the plan's order
 */
public record SweepResults(SweepPlan plan, List<SweepResult> runs) {
  /** Copies the list. */
  public SweepResults {
    runs = List.copyOf(runs);
  }

  /** The columns of {@link #markdown}, beside all scores of disentanglement. */
  private static final Set<String> MAIN =
      Set.of("reconstruction", "kl", "elbo", "active_units", "ssim", "linear_probe");

  private static boolean isMain(Metric metric) {
    String name = metric.name();
    return MAIN.contains(name)
        || name.startsWith("iwae_bound")
        || (name.startsWith("FID") && name.endsWith("_samples"))
        || metric.group().equals("Disentanglement");
  }

  /** The metrics of all runs, each name once, as columns: value and error are those of one run. */
  public List<Metric> columns() {
    Map<String, Metric> columns = new LinkedHashMap<>();
    for (SweepResult run : runs) {
      run.metrics().forEach(metric -> columns.putIfAbsent(metric.name(), metric));
    }
    return List.copyOf(columns.values());
  }

  /** The settings of which a run is done, in the plan's order. */
  public List<SweepPlan.Setting> settings() {
    return runs.stream().map(run -> run.run().setting()).distinct().toList();
  }

  /**
   * A metric over the seeds of a setting.
   *
   * @param setting the setting
   * @param name of the metric
   * @return empty if no run of the setting has it
   */
  public Optional<MeanAndDeviation> mean(SweepPlan.Setting setting, String name) {
    List<Double> values =
        runs.stream()
            .filter(run -> run.run().setting().equals(setting))
            .flatMap(run -> run.metric(name).stream())
            .map(Metric::value)
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(MeanAndDeviation.of(values));
  }

  /**
   * All metrics of a setting: means over the seeds, with the standard deviation as error.
   *
   * @param setting the setting
   */
  public List<Metric> means(SweepPlan.Setting setting) {
    List<Metric> means = new ArrayList<>();
    for (Metric column : columns()) {
      mean(setting, column.name())
          .ifPresent(
              mean ->
                  means.add(
                      new Metric(
                          column.group(),
                          column.name(),
                          mean.mean(),
                          mean.deviation(),
                          column.unit(),
                          "")));
    }
    return means;
  }

  /**
   * The number of seeds of a setting that are done.
   *
   * @param setting the setting
   */
  public long seeds(SweepPlan.Setting setting) {
    return runs.stream().filter(run -> run.run().setting().equals(setting)).count();
  }

  /** {@code sweep.csv}: a line for each run. */
  public String csv() {
    List<Metric> columns = columns();
    List<String> head = new ArrayList<>();
    plan.axes().forEach(axis -> head.add(axis.name().replace('-', '_')));
    head.addAll(List.of("seed", "epochs"));
    columns.forEach(metric -> head.add(metric.name()));
    head.add("seconds");
    StringBuilder text = new StringBuilder();
    addLine(text, head);
    for (SweepResult result : runs) {
      List<String> line = new ArrayList<>(result.run().setting().values().values());
      line.add(Long.toString(result.run().seed()));
      line.add(Integer.toString(result.epochs()));
      for (Metric column : columns) {
        line.add(result.metric(column.name()).map(each -> Axis.text(each.value())).orElse(""));
      }
      line.add(Axis.text(result.seconds()));
      addLine(text, line);
    }
    return text.toString();
  }

  private static void addLine(StringBuilder text, List<String> cells) {
    text.append(
            cells.stream()
                .map(cell -> cell.contains(",") ? '"' + cell + '"' : cell)
                .collect(Collectors.joining(",")))
        .append('\n');
  }

  /**
   * {@code sweep.json}: the plan, every run, and mean and standard deviation of every setting.
   *
   * @param config what all runs have in common
   */
  public JsonObject toJson(JsonObject config) {
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
          JsonObject metrics = new JsonObject();
          for (Metric metric : found.metrics()) {
            metrics.add(metric.name(), metric.toJson().get("value"));
          }
          json.add("metrics", metrics);
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
    for (Metric metric : means(setting)) {
      means.add(metric.name(), metric.toJson().get("value"));
      deviations.add(metric.name(), metric.toJson().get("error"));
    }
    json.add("mean", means);
    json.add("standard_deviation", deviations);
    return json;
  }

  private static void add(JsonObject json, SweepPlan.Setting setting) {
    setting
        .values()
        .forEach(
            (name, value) -> {
              String key = name.replace('-', '_');
              OptionalDouble number = Axis.number(value);
              if (number.isPresent()) {
                json.addProperty(key, number.getAsDouble());
              } else {
                json.addProperty(key, value);
              }
            });
  }

  /** {@code sweep.md}: a line for each setting with the main metrics, mean ± deviation. */
  public String markdown() {
    List<Metric> columns = columns().stream().filter(SweepResults::isMain).toList();
    StringBuilder text = new StringBuilder("|");
    plan.axes().forEach(axis -> text.append(' ').append(axis.name()).append(" |"));
    text.append(" seeds |");
    columns.forEach(metric -> text.append(' ').append(metric.name()).append(" |"));
    text.append("\n|").append("---|".repeat(plan.axes().size() + 1 + columns.size())).append('\n');
    for (SweepPlan.Setting setting : settings()) {
      List<String> cells = new ArrayList<>(setting.values().values());
      cells.add(Long.toString(seeds(setting)));
      Map<String, Metric> means =
          means(setting).stream().collect(Collectors.toMap(Metric::name, metric -> metric));
      for (Metric column : columns) {
        Metric mean = means.get(column.name());
        cells.add(mean == null ? "" : mean.formatted());
      }
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return text.toString();
  }
}
