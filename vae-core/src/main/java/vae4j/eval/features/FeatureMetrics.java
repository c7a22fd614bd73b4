package vae4j.eval.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vae4j.Vae;
import vae4j.data.ImageDataset;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.eval.metric.MetricInput;

/** {@code fid}: FID, KID and Inception Score, {@link FeatureReport}. */
public record FeatureMetrics() implements MetricGroup {
  private static final String HEADING = "Sample quality (FID, KID, IS)";

  @Override
  public String name() {
    return "fid";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("kid", "is");
  }

  @Override
  public Optional<String> unavailable(Vae vae, EvaluationImages images) {
    ImageDataset test = images.test();
    if (FeatureNetwork.nameFor(test.name()).isEmpty()) {
      return Optional.of("fid needs images of mnist or fashion-mnist, data set was " + test.name());
    }
    if (!FeatureNetwork.takes(test.shape())) {
      return Optional.of("fid needs images of 28×28×1 or 32×32×1, were " + test.shape());
    }
    return test.size() > FeatureNetwork.FEATURES
        ? Optional.empty()
        : Optional.of(
            "fid needs more than "
                + FeatureNetwork.FEATURES
                + " images, "
                + test.name()
                + " has "
                + test.size());
  }

  @Override
  public Result measure(MetricInput input) {
    FeatureReport report =
        FeatureReport.of(
            input.vae(),
            input.images().train(),
            input.images().test(),
            input.binarization(),
            input.seed(),
            input.workers());
    List<Metric> metrics = new ArrayList<>();
    add(report.samples(), "samples", metrics);
    add(report.reconstructions(), "reconstructions", metrics);
    add(report.real(), "real", metrics);
    return new Result(
        "Samples and reconstructions against the test images. The rows real compare test with"
            + " training images: the best value to expect. Values compare only for the same"
            + " network. ± of KID is the standard error over its random subsets, not over images;"
            + " ± of IS is the standard deviation of ten splits.",
        metrics);
  }

  private static void add(SampleQuality quality, String of, List<Metric> metrics) {
    String suffix = "[" + quality.network() + "]_" + of;
    metrics.add(Metric.of(HEADING, "FID" + suffix, quality.frechet(), "", "lower is better"));
    metrics.add(
        new Metric(
            HEADING,
            "KID" + suffix,
            quality.kernel().mean(),
            quality.kernel().standardError(),
            "",
            "lower is better; about 0 for real images"));
    metrics.add(
        new Metric(
            HEADING,
            "IS" + suffix,
            quality.inception().mean(),
            quality.inception().deviation(),
            "",
            "from 1 to 10; higher is better"));
  }
}
