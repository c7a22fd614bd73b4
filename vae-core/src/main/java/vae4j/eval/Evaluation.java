package vae4j.eval;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import vae4j.Vae;
import vae4j.backend.ParallelLoop;
import vae4j.data.Binarization;
import vae4j.eval.disentanglement.DisentanglementMetrics;
import vae4j.eval.features.FeatureMetrics;
import vae4j.eval.latent.LatentMetrics;
import vae4j.eval.likelihood.ElboMetrics;
import vae4j.eval.likelihood.ImportanceWeightedMetrics;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.eval.metric.MetricInput;
import vae4j.eval.probe.ProbeMetrics;
import vae4j.eval.quality.QualityMetrics;

/**
 * Measures a model with some groups of metrics in turn.
 *
 * @param groups what is measured, in this order; at least one
 * @param binarization applied to pixel values in all metrics, as in the model's training
 * @param seed of all sampling
 */
public record Evaluation(List<MetricGroup> groups, Binarization binarization, long seed) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there is no group
   */
  public Evaluation {
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("metrics must be at least one, were none");
    }
    groups = List.copyOf(groups);
  }

  /**
   * All groups of metrics of this library, in the order in which they are measured.
   *
   * @param samples K of the importance-weighted bound, from 1 to 5,000
   * @param probed training images that the classifiers of {@link ProbeMetrics} are fitted to, at
   *     least 1
   * @return the groups
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static List<MetricGroup> groups(int samples, int probed) {
    return List.of(
        new ElboMetrics(),
        new LatentMetrics(),
        new QualityMetrics(),
        new FeatureMetrics(),
        new ProbeMetrics(probed),
        new DisentanglementMetrics(),
        new ImportanceWeightedMetrics(samples));
  }

  /**
   * The group of a name, or of one of its metrics.
   *
   * @param groups to choose from
   * @param name such as {@code fid}, {@code mig}, {@code knn}; case does not matter
   * @return the group
   * @throws IllegalArgumentException if there is none of that name
   */
  public static MetricGroup named(List<MetricGroup> groups, String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return groups.stream()
        .filter(group -> group.name().equals(wanted) || group.aliases().contains(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "metric must be one of "
                        + groups.stream().map(MetricGroup::name).collect(Collectors.joining(", "))
                        + ", was "
                        + name));
  }

  /**
   * Refuses what cannot be measured.
   *
   * @param vae the model
   * @param images of its shape
   * @throws IllegalArgumentException if a group is {@link MetricGroup#unavailable}
   */
  public void requireAvailable(Vae vae, EvaluationImages images) {
    for (MetricGroup group : groups) {
      group
          .unavailable(vae, images)
          .ifPresent(
              reason -> {
                throw new IllegalArgumentException(reason);
              });
    }
  }

  /**
   * Measures a model.
   *
   * @param vae the model
   * @param images of its shape
   * @param workers share the loops that the backend does not do
   * @param listener is called with each group before it is measured
   * @return the metrics
   * @throws IllegalArgumentException if a group is {@link MetricGroup#unavailable}
   */
  public EvaluationResult measure(
      Vae vae, EvaluationImages images, ParallelLoop workers, Consumer<MetricGroup> listener) {
    requireAvailable(vae, images);
    MetricInput input = new MetricInput(vae, images, binarization, seed, workers);
    List<Metric> metrics = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, JsonObject> details = new LinkedHashMap<>();
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (MetricGroup group : groups) {
      listener.accept(group);
      long started = System.nanoTime();
      MetricGroup.Result result = group.measure(input);
      seconds.put(group.name(), (System.nanoTime() - started) / 1e9);
      metrics.addAll(result.metrics());
      result.metrics().stream()
          .findFirst()
          .filter(first -> !result.text().isEmpty())
          .ifPresent(first -> texts.merge(first.group(), result.text(), (a, b) -> a + " " + b));
      if (!result.details().isEmpty()) {
        details.put(group.name(), result.details());
      }
    }
    return new EvaluationResult(
        images.test().name(), images.test().size(), binarization, metrics, texts, details, seconds);
  }
}
