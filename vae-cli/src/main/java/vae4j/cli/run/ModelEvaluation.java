package vae4j.cli.run;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vae4j.Vae;
import vae4j.backend.BackendOptions;
import vae4j.backend.ParallelLoop;
import vae4j.cli.console.Console;
import vae4j.cli.console.ProgressDisplay;
import vae4j.data.Binarization;
import vae4j.datasets.Datasets;
import vae4j.eval.Evaluation;
import vae4j.eval.EvaluationResult;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.loss.LossTerms;

/**
 * Measures models for the commands {@code evaluate} and {@code sweep}.
 *
 * @param console shows progress
 * @param threads CPU threads; 0 for one on each processor
 * @param bound whether the importance-weighted bound is measured unless metrics are named
 * @param groups all groups of metrics
 * @param binarization applied to pixel values
 * @param seed of all that is sampled
 */
public record ModelEvaluation(
    Console console,
    int threads,
    boolean bound,
    List<MetricGroup> groups,
    Binarization binarization,
    long seed) {
  /** Training images of the classifiers: the whole set, and those of a quick evaluation. */
  private static final int PROBED = 60_000;

  private static final int QUICKLY_PROBED = 10_000;

  /** The group that takes minutes. */
  public static final String BOUND = "iwae";

  public ModelEvaluation(
      Console console,
      int threads,
      boolean quick,
      boolean bound,
      int samples,
      Binarization binarization,
      long seed) {
    this(
        console,
        threads,
        bound,
        Evaluation.groups(samples, quick ? QUICKLY_PROBED : PROBED),
        binarization,
        seed);
  }

  /** The same for other pixel values. */
  public ModelEvaluation with(Binarization other) {
    return new ModelEvaluation(console, threads, bound, groups, other, seed);
  }

  /** The images of a data set, with all that are drawn from known factors where they are known. */
  public static EvaluationImages images(Datasets.Opened opened) {
    return new EvaluationImages(opened.train(), opened.test(), opened.split().factors());
  }

  /** The groups of these names, or of single metrics, in the order of all. */
  public List<MetricGroup> named(List<String> names) {
    List<MetricGroup> asked = names.stream().map(name -> Evaluation.named(groups, name)).toList();
    return groups.stream().filter(asked::contains).toList();
  }

  /** The groups that the model and the images allow. */
  public List<MetricGroup> possible(Vae vae, EvaluationImages images) {
    return groups.stream()
        .filter(group -> bound || !group.name().equals(BOUND))
        .filter(group -> group.unavailable(vae, images).isEmpty())
        .toList();
  }

  /** The reasons why others cannot be measured, a line each. */
  public List<String> impossible(Vae vae, EvaluationImages images) {
    return groups.stream()
        .map(group -> group.unavailable(vae, images))
        .flatMap(Optional::stream)
        .toList();
  }

  /** An evaluation of some of the groups. */
  public Evaluation of(List<MetricGroup> some) {
    return new Evaluation(some, binarization, seed);
  }

  /** Measures a model. */
  public EvaluationResult measure(Vae vae, EvaluationImages images, List<MetricGroup> some) {
    int effective = BackendOptions.defaults().withThreads(threads).effectiveThreads();
    try (ParallelLoop workers = new ParallelLoop(effective);
        ProgressDisplay progress = console.progress("evaluate", "metrics", some.size())) {
      int[] done = {0};
      return of(some).measure(vae, images, workers, group -> progress.to(done[0]++, group.name()));
    }
  }

  /**
   * {@code evaluation.json}.
   *
   * @param file of the model
   * @param vae the model
   * @param beta weight of the KL in the objective
   * @param found the metrics
   */
  public JsonObject document(Path file, Vae vae, double beta, EvaluationResult found) {
    JsonObject document = new JsonObject();
    document.addProperty("model", file.toString());
    document.addProperty("backend", vae.backend().name());
    document.addProperty("seed", seed);
    found
        .metric("reconstruction")
        .ifPresent(
            reconstruction -> {
              double kl = found.metric("kl").map(Metric::value).orElse(0.0);
              LossTerms.of(reconstruction.value(), kl, beta)
                  .toJson()
                  .entrySet()
                  .forEach(term -> document.add(term.getKey(), term.getValue()));
              double seconds = found.seconds().getOrDefault("elbo", 0.0);
              document.addProperty("seconds", seconds);
              document.addProperty("images_per_second", found.images() / seconds);
            });
    found.toJson().asMap().forEach(document::add);
    return document;
  }
}
