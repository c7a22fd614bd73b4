package vae4j.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vae4j.Vae;
import vae4j.backend.BackendOptions;
import vae4j.backend.ParallelLoop;
import vae4j.data.Binarization;
import vae4j.datasets.Datasets;
import vae4j.eval.ElboReport;
import vae4j.eval.Evaluation;
import vae4j.eval.EvaluationResult;
import vae4j.eval.ImportanceWeightedBound;
import vae4j.eval.MetricGroup;
import vae4j.loss.LossTerms;

/**
 * Measures models, and puts what was found into a document, {@code evaluation.json}.
 *
 * @param console shows progress
 * @param threads CPU threads; 0 for one on each processor
 * @param quick whether probes learn from fewer codes, and the importance-weighted bound is left out
 *     unless it is asked for
 * @param samples K of the importance-weighted bound
 * @param binarization what is done to pixel values
 * @param seed of all that is sampled
 */
record ModelEvaluation(
    Console console,
    int threads,
    boolean quick,
    int samples,
    Binarization binarization,
    long seed) {
  /** Training codes of the probes: of the whole set, and of a quick look. */
  private static final int PROBED = 60_000;

  private static final int QUICKLY_PROBED = 10_000;

  ModelEvaluation {
    // It checks the number of samples.
    new ImportanceWeightedBound(samples, binarization, seed);
  }

  /** The images of a data set, with all that are drawn from known factors where they are known. */
  static Evaluation.Images images(Datasets.Opened opened) {
    return new Evaluation.Images(opened.train(), opened.test(), opened.split().factors());
  }

  /** What the model and the images allow; the bound, which takes minutes, not in a quick look. */
  Set<MetricGroup> possible(Vae vae, Evaluation.Images images) {
    Set<MetricGroup> all = EnumSet.allOf(MetricGroup.class);
    if (quick) {
      all.remove(MetricGroup.IWAE);
    }
    return EnumSet.copyOf(Evaluation.possible(vae, images, all));
  }

  /** Why the others cannot be measured, a line each. */
  List<String> impossible(Vae vae, Evaluation.Images images) {
    return Arrays.stream(MetricGroup.values())
        .flatMap(
            group ->
                group.unavailable(vae, images.train(), images.test(), images.factors()).stream())
        .toList();
  }

  /** Measures a model. */
  EvaluationResult measure(Vae vae, Evaluation.Images images, Set<MetricGroup> metrics) {
    Evaluation evaluation =
        new Evaluation(metrics, samples, quick ? QUICKLY_PROBED : PROBED, binarization, seed);
    int effective = BackendOptions.defaults().withThreads(threads).effectiveThreads();
    try (ParallelLoop workers = new ParallelLoop(effective);
        ProgressDisplay progress =
            console.progress("evaluate", "metrics", evaluation.metrics().size())) {
      int[] done = {0};
      return evaluation.measure(
          vae, images, workers, group -> progress.to(done[0]++, group.toString()));
    }
  }

  /**
   * The metrics as JSON.
   *
   * @param file of the model
   * @param vae the model
   * @param beta weight of the KL in the objective
   * @param found what was measured
   */
  JsonObject document(Path file, Vae vae, double beta, EvaluationResult found) {
    JsonObject document = new JsonObject();
    document.addProperty("model", file.toString());
    document.addProperty("backend", vae.backend().name());
    document.addProperty("seed", seed);
    found
        .elbo()
        .ifPresent(
            report -> {
              elbo(report, beta)
                  .toJson()
                  .entrySet()
                  .forEach(term -> document.add(term.getKey(), term.getValue()));
              report
                  .bitsPerDimension()
                  .ifPresent(bits -> document.addProperty("bits_per_dimension", bits.mean()));
              double seconds = found.seconds().getOrDefault(MetricGroup.ELBO, 0.0);
              document.addProperty("seconds", seconds);
              document.addProperty("images_per_second", found.images() / seconds);
            });
    for (Map.Entry<String, JsonElement> entry : found.toJson().entrySet()) {
      document.add(entry.getKey(), entry.getValue());
    }
    return document;
  }

  private static LossTerms elbo(ElboReport report, double beta) {
    double kl = report.kl().map(value -> value.mean()).orElse(0.0);
    return LossTerms.of(report.reconstruction().mean(), kl, beta);
  }
}
