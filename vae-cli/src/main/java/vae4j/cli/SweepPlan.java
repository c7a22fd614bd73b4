package vae4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * The runs of a sweep: a model for every β, number of latents and likelihood, with each seed.
 *
 * @param betas in ascending order
 * @param latents in ascending order
 * @param likelihoods by their names, as given
 * @param seeds how many: 1, 2, …
 */
record SweepPlan(List<Double> betas, List<Integer> latents, List<String> likelihoods, int seeds) {
  SweepPlan {
    requireDifferent("betas", betas);
    requireDifferent("latents", latents);
    requireDifferent("likelihoods", likelihoods);
    Counts.requirePositive("seeds", seeds);
    betas = betas.stream().sorted().toList();
    latents = latents.stream().sorted().toList();
    likelihoods = List.copyOf(likelihoods);
  }

  /** Reads three lists with commas between their values; what the values may be is not asked. */
  static SweepPlan parse(String betas, String latents, String likelihoods, int seeds) {
    return new SweepPlan(
        Arrays.stream(Lists.parseNumbers("betas", betas, ",")).boxed().toList(),
        Arrays.stream(Lists.parse("latents", latents, ",")).boxed().toList(),
        Arrays.stream(likelihoods.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .toList(),
        seeds);
  }

  /**
   * A combination of settings, without the seed.
   *
   * @param beta weight of the KL
   * @param latents of the model
   * @param likelihood by its name
   */
  record Setting(double beta, int latents, String likelihood) {
    /** {@code beta-4_latent-16_bernoulli}. */
    String name() {
      return "beta-" + number(beta) + "_latent-" + latents + "_" + likelihood;
    }

    /** {@code β = 4, 16 latents, bernoulli}. */
    String text() {
      return "β = " + number(beta) + ", " + latents + " latents, " + likelihood;
    }
  }

  /**
   * One model.
   *
   * @param setting what it has in common with those of other seeds
   * @param seed of its weights, order and noise
   */
  record Run(Setting setting, long seed) {
    /** {@code beta-4_latent-16_bernoulli_seed-2}. */
    String name() {
      return setting.name() + "_seed-" + seed;
    }
  }

  List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (String likelihood : likelihoods) {
      for (int latent : latents) {
        for (double beta : betas) {
          settings.add(new Setting(beta, latent, likelihood));
        }
      }
    }
    return settings;
  }

  /** All models, in the order in which they are trained and listed. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (Setting setting : settings()) {
      for (long seed = 1; seed <= seeds; seed++) {
        runs.add(new Run(setting, seed));
      }
    }
    return runs;
  }

  /** {@code 4 runs: β 1, 4 × latents 16 × bernoulli × seeds 1 to 2}. */
  String text() {
    int count = runs().size();
    return String.format(
        Locale.ROOT,
        "%d %s: β %s × latents %s × %s × %s",
        count,
        count == 1 ? "run" : "runs",
        String.join(", ", betas.stream().map(SweepPlan::number).toList()),
        String.join(", ", latents.stream().map(String::valueOf).toList()),
        String.join(", ", likelihoods),
        seeds == 1 ? "seed 1" : "seeds 1 to " + seeds);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    JsonArray values = new JsonArray();
    betas.forEach(values::add);
    json.add("betas", values);
    values = new JsonArray();
    latents.forEach(values::add);
    json.add("latents", values);
    values = new JsonArray();
    likelihoods.forEach(values::add);
    json.add("likelihoods", values);
    json.addProperty("seeds", seeds);
    return json;
  }

  /** All digits of a number, and no point where there is nothing behind it. */
  static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }

  private static void requireDifferent(String name, List<?> values) {
    if (new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(name + " must be different, were " + values);
    }
  }
}
