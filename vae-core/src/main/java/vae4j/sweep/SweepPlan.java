package vae4j.sweep;

import static vae4j.data.Checks.requirePositive;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import vae4j.train.TrainSettings;

/**
 * The runs of a sweep: a model for each combination of values, with each seed.
 *
 * @param axes the settings that are varied; the last changes slowest
 * @param seeds how many: 1, 2, …
 */
public record SweepPlan(List<Axis> axes, int seeds) {
  /**
   * Checks the plan.
   *
   * @throws IllegalArgumentException if there are no seeds, or two axes of one setting
   */
  public SweepPlan {
    requirePositive("seeds", seeds);
    axes = List.copyOf(axes);
    Set<String> names = new HashSet<>();
    for (Axis axis : axes) {
      if (!names.add(axis.name())) {
        throw new IllegalArgumentException(axis.name() + " is varied twice");
      }
    }
  }

  /**
   * A combination of values, without the seed.
   *
   * @param values by the names of the axes, in their order
   */
  public record Setting(Map<String, String> values) {
    /** Copies the map. */
    public Setting {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A name for files: {@code beta-4_latent-16_bernoulli}. */
    public String name() {
      List<String> parts = new ArrayList<>();
      values.forEach(
          (name, value) -> parts.add(name.equals("likelihood") ? value : name + "-" + value));
      return String.join("_", parts).replaceAll("[^A-Za-z0-9._+-]", "-");
    }

    /** A name for people: {@code beta 4, latent 16, likelihood bernoulli}. */
    public String text() {
      List<String> parts = new ArrayList<>();
      values.forEach((name, value) -> parts.add(name + " " + value));
      return String.join(", ", parts);
    }
  }

  /**
   * One model.
   *
   * @param setting the values that it shares with those of other seeds
   * @param seed of its weights, order and noise
   */
  public record Run(Setting setting, long seed) {
    /** A name for files: {@code beta-4_latent-16_bernoulli_seed-2}. */
    public String name() {
      return (setting.name() + "_seed-" + seed).replaceFirst("^_", "");
    }

    /**
     * The settings of this run.
     *
     * @param base the settings that are not varied
     * @return with the values of this run and its seed
     */
    public TrainSettings settings(TrainSettings base) {
      TrainSettings settings = base.with("seed", seed);
      for (Map.Entry<String, String> value : setting.values.entrySet()) {
        settings = settings.with(value.getKey(), value.getValue());
      }
      return settings;
    }
  }

  /** All combinations, in the order in which they are trained and listed. */
  public List<Setting> settings() {
    List<Map<String, String>> combinations = List.of(Map.of());
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> rest : combinations) {
        for (String value : axis.values()) {
          Map<String, String> one = new LinkedHashMap<>();
          one.put(axis.name(), value);
          one.putAll(rest);
          longer.add(one);
        }
      }
      combinations = longer;
    }
    return combinations.stream().map(Setting::new).toList();
  }

  /** All models, in the order in which they are trained and listed. */
  public List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (Setting setting : settings()) {
      for (long seed = 1; seed <= seeds; seed++) {
        runs.add(new Run(setting, seed));
      }
    }
    return runs;
  }

  /** One line: {@code 4 runs: beta 1, 4 × latent 16 × seeds 1 to 2}. */
  public String text() {
    int count = runs().size();
    List<String> parts = new ArrayList<>();
    axes.forEach(axis -> parts.add(axis.name() + " " + String.join(", ", axis.values())));
    parts.add(seeds == 1 ? "seed 1" : "seeds 1 to " + seeds);
    return String.format(
        Locale.ROOT, "%d %s: %s", count, count == 1 ? "run" : "runs", String.join(" × ", parts));
  }

  /** An object with {@code axes}, an array of values by name, and {@code seeds}. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    JsonObject each = new JsonObject();
    for (Axis axis : axes) {
      JsonArray values = new JsonArray();
      axis.values().forEach(values::add);
      each.add(axis.name(), values);
    }
    json.add("axes", each);
    json.addProperty("seeds", seeds);
    return json;
  }
}
