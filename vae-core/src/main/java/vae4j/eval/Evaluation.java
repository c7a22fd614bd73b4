package vae4j.eval;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vae4j.Vae;
import vae4j.backend.ParallelLoop;
import vae4j.data.Binarization;
import vae4j.data.FactorDataset;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.eval.disentanglement.Disentanglement;
import vae4j.eval.disentanglement.DisentanglementMetric;
import vae4j.eval.disentanglement.DisentanglementReport;
import vae4j.eval.features.FeatureReport;
import vae4j.eval.probe.LatentMeans;
import vae4j.eval.probe.ProbeReport;

/**
 * Everything that is measured of a model on a split, each by its own class; this only calls them in
 * turn.
 *
 * @param metrics what is measured
 * @param samples K of the importance-weighted bound, from 1 to 5,000
 * @param probed images of the training set whose codes the probes learn from, at least 1
 * @param binarization what is done to pixel values in all metrics, as in the model's training
 * @param seed of all sampling
 */
public record Evaluation(
    Set<MetricGroup> metrics, int samples, int probed, Binarization binarization, long seed) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if nothing is to be measured, or a number is out of its range
   */
  public Evaluation {
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("metrics must be at least one, were none");
    }
    if (probed <= 0) {
      throw new IllegalArgumentException("probed must be positive, was " + probed);
    }
    metrics = Set.copyOf(metrics);
    new ImportanceWeightedBound(samples, binarization, seed);
  }

  /**
   * The images that a model is measured on.
   *
   * @param train images that it was trained on
   * @param test images that it was not
   * @param factors all images with their factors; null if they are not known
   */
  public record Images(ImageDataset train, ImageDataset test, @Nullable FactorDataset factors) {}

  /**
   * Measures a model.
   *
   * @param vae the model
   * @param images of its shape
   * @param workers share the loops that the backend does not do
   * @param listener hears of each group of metrics before it is measured
   * @return what was found
   * @throws IllegalArgumentException if one of the metrics is {@link MetricGroup#unavailable}
   */
  public EvaluationResult measure(
      Vae vae, Images images, ParallelLoop workers, Consumer<MetricGroup> listener) {
    for (MetricGroup group : MetricGroup.values()) {
      if (metrics.contains(group)) {
        group
            .unavailable(vae, images.train, images.test, images.factors)
            .ifPresent(
                reason -> {
                  throw new IllegalArgumentException(reason);
                });
      }
    }
    ImageDataset test = images.test;
    Run run = new Run(listener);
    return new EvaluationResult(
        test.name(),
        test.size(),
        binarization,
        run.of(
            MetricGroup.ELBO, () -> new ElboEstimator(1, binarization, seed).evaluate(vae, test)),
        run.of(
            MetricGroup.LATENTS,
            () ->
                LatentStatistics.of(
                    Posteriors.of(vae, test, binarization, seed),
                    LatentStatistics.DRAWS,
                    Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, 3),
                    workers)),
        run.of(MetricGroup.QUALITY, () -> ImageQuality.of(vae, test, binarization, seed, workers)),
        run.of(
            MetricGroup.FID,
            () -> FeatureReport.of(vae, images.train, test, binarization, seed, workers)),
        run.of(
            MetricGroup.PROBES,
            () ->
                ProbeReport.of(
                    vae,
                    images.train.take(probed).binarized(binarization, seed),
                    test.binarized(binarization, seed + 1))),
        run.of(
            MetricGroup.DISENTANGLEMENT,
            () -> disentanglement(vae, Objects.requireNonNull(images.factors))),
        run.of(
            MetricGroup.IWAE,
            () -> new ImportanceWeightedBound(samples, binarization, seed).evaluate(vae, test)),
        run.seconds);
  }

  private DisentanglementReport disentanglement(Vae vae, FactorDataset factors) {
    return new Disentanglement(Disentanglement.SAMPLES, seed, DisentanglementMetric.all())
        .evaluate(
            LatentMeans.means(vae, factors.binarized(binarization, seed), vae.imagesAtATime()),
            factors);
  }

  /** Measures what is wanted and notes how long it takes. */
  private final class Run {
    private final Map<MetricGroup, Double> seconds = new EnumMap<>(MetricGroup.class);
    private final Consumer<MetricGroup> listener;

    Run(Consumer<MetricGroup> listener) {
      this.listener = listener;
    }

    <T> Optional<T> of(MetricGroup group, Supplier<T> measure) {
      if (!metrics.contains(group)) {
        return Optional.empty();
      }
      listener.accept(group);
      long started = System.nanoTime();
      T found = measure.get();
      seconds.put(group, (System.nanoTime() - started) / 1e9);
      return Optional.of(found);
    }
  }

  /**
   * All metrics that a model and its images allow.
   *
   * @param vae the model
   * @param images of its shape
   * @param wanted what is asked for if it can be had
   * @return those that can
   */
  public static List<MetricGroup> possible(Vae vae, Images images, Set<MetricGroup> wanted) {
    return wanted.stream()
        .filter(
            group -> group.unavailable(vae, images.train, images.test, images.factors).isEmpty())
        .sorted()
        .toList();
  }
}
