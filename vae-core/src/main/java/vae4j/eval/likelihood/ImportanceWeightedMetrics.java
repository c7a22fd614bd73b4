package vae4j.eval.likelihood;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vae4j.Vae;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.eval.metric.MetricInput;

/**
 * {@code iwae}: {@link ImportanceWeightedBound}.
 *
 * @param samples K, from 1 to {@value ImportanceWeightedBound#MOST_SAMPLES}
 */
public record ImportanceWeightedMetrics(int samples) implements MetricGroup {
  /**
   * Checks the number of samples.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public ImportanceWeightedMetrics {
    ImportanceWeightedBound.requireSamples(samples);
  }

  @Override
  public String name() {
    return "iwae";
  }

  @Override
  public Optional<String> unavailable(Vae vae, EvaluationImages images) {
    return vae.config().variational()
        ? Optional.empty()
        : Optional.of("iwae needs a model with a latent distribution, this is an autoencoder");
  }

  @Override
  public Result measure(MetricInput input) {
    ImportanceWeightedReport report =
        new ImportanceWeightedBound(samples, input.binarization(), input.seed())
            .evaluate(input.vae(), input.images().test());
    String k = "[K=" + samples + "]";
    String of = "of " + samples;
    return new Result(
        "",
        List.of(
            Metric.of(
                ElboMetrics.HEADING,
                "iwae_bound" + k,
                report.bound(),
                ElboMetrics.NATS,
                "importance-weighted bound on log p(x), tighter than the ELBO; higher is better"),
            Metric.of(
                ElboMetrics.HEADING,
                "iwae_bits_per_dimension" + k,
                report.bitsPerDimension(),
                ElboMetrics.BITS,
                "this bound per number of an image; lower is better"),
            Metric.of(
                ElboMetrics.HEADING,
                "effective_sample_size",
                report.effectiveSampleSize(),
                of,
                "mean over the images; near 1 the bound is loose"),
            Metric.of(
                ElboMetrics.HEADING,
                "least_effective_sample_size",
                Arrays.stream(report.effectiveSampleSizes()).min().orElseThrow(),
                of,
                "of the image with the smallest")));
  }
}
