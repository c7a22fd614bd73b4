package vae4j.eval.probe;

import static vae4j.data.Checks.requirePositive;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import vae4j.Vae;
import vae4j.data.ImageDataset;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.eval.metric.MetricInput;

/**
 * {@code probes}: classes predicted from latent vectors, {@link ProbeReport}.
 *
 * @param trainingImages the first images of the training set that the classifiers are fitted to, at
 *     least 1
 */
public record ProbeMetrics(int trainingImages) implements MetricGroup {
  private static final String HEADING = "Classification from latents";

  /**
   * Checks the number of images.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ProbeMetrics {
    requirePositive("training images of probes", trainingImages);
  }

  @Override
  public String name() {
    return "probes";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("knn", "probe");
  }

  @Override
  public Optional<String> unavailable(Vae vae, EvaluationImages images) {
    for (ImageDataset some : List.of(images.train(), images.test())) {
      for (int i = 0; i < some.size(); i++) {
        if (some.label(i) == ImageDataset.NO_LABEL) {
          return Optional.of("probes need labels, image " + i + " of " + some.name() + " has none");
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Result measure(MetricInput input) {
    ProbeReport report =
        ProbeReport.of(
            input.vae(),
            input
                .images()
                .train()
                .take(trainingImages)
                .binarized(input.binarization(), input.seed()),
            input.images().test().binarized(input.binarization(), input.seed() + 1));
    return new Result(
        String.format(
            Locale.ROOT,
            "Accuracy on %,d test images of classifiers fitted to the mean latent vectors of %,d"
                + " training images.",
            report.test(),
            report.training()),
        List.of(
            Metric.of(
                HEADING,
                "linear_probe",
                report.linear(),
                "",
                "logistic regression; higher is better"),
            Metric.of(
                HEADING,
                "knn",
                report.nearest(),
                "",
                "majority of the " + report.neighbours() + " nearest; higher is better")));
  }
}
