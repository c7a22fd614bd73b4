package vae4j.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A number that is measured of each run.
 *
 * @param name as in the head of {@code sweep.csv}
 * @param unit empty for none
 * @param subject under which it stands in the report
 * @param main whether it stands in the short table, {@code sweep.md}
 */
record SweepMeasure(String name, String unit, String subject, boolean main) {
  private static final String NATS = "nats per image";
  private static final String LIKELIHOOD = "Likelihood";
  private static final String CODES = "Codes";
  private static final String RECONSTRUCTIONS = "Reconstructions";
  private static final String IMAGES = "Sample quality (FID, KID, IS)";
  private static final String CLASSES = "Classes in the codes";
  private static final String DISENTANGLEMENT = "Disentanglement";

  /** What is lost: the distortion. */
  static final SweepMeasure DISTORTION = new SweepMeasure("reconstruction", NATS, LIKELIHOOD, true);

  /** What a code tells of its image: the rate. */
  static final SweepMeasure RATE = new SweepMeasure("kl", NATS, LIKELIHOOD, true);

  /** Where the numbers stand that every document of their group has. */
  private static final Map<SweepMeasure, List<String>> BEFORE_FEATURES = new LinkedHashMap<>();

  private static final Map<SweepMeasure, List<String>> AFTER_FEATURES = new LinkedHashMap<>();

  static {
    BEFORE_FEATURES.put(DISTORTION, List.of("losses", "reconstruction", "mean"));
    BEFORE_FEATURES.put(RATE, List.of("losses", "kl", "mean"));
    BEFORE_FEATURES.put(
        new SweepMeasure("elbo", NATS, LIKELIHOOD, true), List.of("losses", "elbo", "mean"));
    BEFORE_FEATURES.put(
        new SweepMeasure("bits_per_dimension", "bits", LIKELIHOOD, false),
        List.of("losses", "bits_per_dimension", "mean"));
    BEFORE_FEATURES.put(
        new SweepMeasure("active_units", "", CODES, true), List.of("latents", "active_units"));
    for (String name : List.of("mutual_information", "marginal_kl", "total_correlation")) {
      BEFORE_FEATURES.put(
          new SweepMeasure(name, "nats", CODES, false), List.of("latents", name, "mean"));
    }
    BEFORE_FEATURES.put(
        new SweepMeasure("mse", "", RECONSTRUCTIONS, false),
        List.of("image_quality", "mean_squared_error", "mean"));
    BEFORE_FEATURES.put(
        new SweepMeasure("psnr", "dB", RECONSTRUCTIONS, false),
        List.of("image_quality", "peak_signal_to_noise", "mean"));
    BEFORE_FEATURES.put(
        new SweepMeasure("ssim", "", RECONSTRUCTIONS, true),
        List.of("image_quality", "structural_similarity", "mean"));
    AFTER_FEATURES.put(
        new SweepMeasure("linear_probe", "", CLASSES, true),
        List.of("probes", "linear_probe_accuracy"));
    AFTER_FEATURES.put(
        new SweepMeasure("knn", "", CLASSES, false),
        List.of("probes", "nearest_neighbour_accuracy"));
  }

  /**
   * The metrics of an {@code evaluation.json}.
   *
   * @return all numbers that were measured, in the order of the columns
   */
  static Map<SweepMeasure, Double> of(JsonObject evaluation) {
    Map<SweepMeasure, Double> found = new LinkedHashMap<>();
    BEFORE_FEATURES.forEach((measure, path) -> add(found, evaluation, measure, path));
    addFeatures(found, evaluation);
    AFTER_FEATURES.forEach((measure, path) -> add(found, evaluation, measure, path));
    addScores(found, evaluation);
    at(evaluation, List.of("importance_weighted", "samples"))
        .ifPresent(
            samples ->
                add(
                    found,
                    evaluation,
                    new SweepMeasure(
                        "iwae_bound[K=" + samples.getAsInt() + "]", NATS, LIKELIHOOD, true),
                    List.of("importance_weighted", "bound", "mean")));
    return found;
  }

  /** FID and KID, with the name of the network that they depend on. */
  private static void addFeatures(Map<SweepMeasure, Double> found, JsonObject evaluation) {
    Optional<JsonElement> network = at(evaluation, List.of("features", "network"));
    if (network.isEmpty()) {
      return;
    }
    for (String what : List.of("samples", "reconstructions")) {
      for (String score : List.of("FID", "KID")) {
        String name = score + "[" + network.get().getAsString() + "]";
        boolean main = score.equals("FID") && what.equals("samples");
        add(
            found,
            evaluation,
            new SweepMeasure(name + "_" + what, "", IMAGES, main),
            List.of("features", what, name));
      }
    }
  }

  private static void addScores(Map<SweepMeasure, Double> found, JsonObject evaluation) {
    List<String> path = List.of("disentanglement", "scores");
    at(evaluation, path)
        .ifPresent(
            scores -> {
              for (String name : scores.getAsJsonObject().keySet()) {
                add(
                    found,
                    evaluation,
                    new SweepMeasure(name, "", DISENTANGLEMENT, true),
                    List.of("disentanglement", "scores", name, "value"));
              }
            });
  }

  private static void add(
      Map<SweepMeasure, Double> found,
      JsonObject evaluation,
      SweepMeasure measure,
      List<String> path) {
    at(evaluation, path).ifPresent(value -> found.put(measure, value.getAsDouble()));
  }

  private static Optional<JsonElement> at(JsonObject document, List<String> path) {
    JsonElement place = document;
    for (String name : path) {
      if (!(place instanceof JsonObject object) || !object.has(name)) {
        return Optional.empty();
      }
      place = object.get(name);
    }
    return Optional.of(place);
  }
}
