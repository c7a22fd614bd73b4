package vae4j.eval.likelihood;

import java.util.ArrayList;
import java.util.List;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.eval.metric.MetricInput;

/** {@code elbo}: the terms of the ELBO, {@link ElboEstimator} with one sample for each image. */
public record ElboMetrics() implements MetricGroup {
  /** The heading of the likelihood's metrics. */
  static final String HEADING = "Likelihood";

  static final String NATS = "nats per image";
  static final String BITS = "bits per dimension";

  @Override
  public String name() {
    return "elbo";
  }

  @Override
  public Result measure(MetricInput input) {
    ElboReport report =
        new ElboEstimator(1, input.binarization(), input.seed())
            .evaluate(input.vae(), input.images().test());
    List<Metric> metrics = new ArrayList<>();
    metrics.add(
        Metric.of(
            HEADING,
            "reconstruction",
            report.reconstruction(),
            NATS,
            "−log p(x | z) with one z for each image; lower is better"));
    report
        .kl()
        .ifPresent(
            kl -> metrics.add(Metric.of(HEADING, "kl", kl, NATS, "KL of q(z | x) from the prior")));
    report
        .elbo()
        .ifPresent(
            elbo ->
                metrics.add(
                    Metric.of(
                        HEADING, "elbo", elbo, NATS, "−(reconstruction + kl); higher is better")));
    report
        .bitsPerDimension()
        .ifPresent(
            bits ->
                metrics.add(
                    Metric.of(
                        HEADING,
                        "bits_per_dimension",
                        bits,
                        BITS,
                        "the bound per number of an image; lower is better")));
    report
        .withoutFrame()
        .ifPresent(
            inner -> {
              String text =
                  "for the inner " + inner.height() + "×" + inner.width() + ", without the frame";
              metrics.add(Metric.of(HEADING, "elbo_inner", inner.lowerBound(), NATS, text));
              metrics.add(
                  Metric.of(
                      HEADING, "bits_per_dimension_inner", inner.bitsPerDimension(), BITS, text));
            });
    return new Result(
        report.withoutFrame().isPresent() ? EvaluationImages.FRAME_NOTE : "", metrics);
  }
}
