package vae4j.eval.disentanglement;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import vae4j.Vae;
import vae4j.data.FactorDataset;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.eval.metric.MetricInput;
import vae4j.eval.probe.LatentMeans;

/** {@code disentanglement}: latent dimensions against known factors, {@link Disentanglement}. */
public record DisentanglementMetrics() implements MetricGroup {
  private static final String HEADING = "Disentanglement";

  @Override
  public String name() {
    return "disentanglement";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("mig", "sap", "dci", "modularity", "beta-vae", "factor-vae");
  }

  @Override
  public Optional<String> unavailable(Vae vae, EvaluationImages images) {
    if (images.factors() == null) {
      return Optional.of(
          "disentanglement needs images of known factors such as sprites, data set was "
              + images.test().name());
    }
    return vae.config().latent() > 1
        ? Optional.empty()
        : Optional.of("disentanglement needs at least 2 latent dimensions, was 1");
  }

  @Override
  public Result measure(MetricInput input) {
    Vae vae = input.vae();
    FactorDataset factors = Objects.requireNonNull(input.images().factors());
    DisentanglementReport report =
        new Disentanglement(Disentanglement.SAMPLES, input.seed(), DisentanglementMetric.all())
            .evaluate(
                LatentMeans.means(
                    vae,
                    factors.binarized(input.binarization(), input.seed()),
                    vae.imagesAtATime()),
                factors);
    List<Metric> metrics =
        report.scores().stream()
            .map(score -> Metric.of(HEADING, score.name(), score.value(), "", "1 is best"))
            .toList();
    JsonObject details = new JsonObject();
    JsonArray names = new JsonArray();
    report.factors().forEach(names::add);
    details.add("factors", names);
    details.addProperty("images", report.images());
    details.addProperty("live_latents", report.liveLatents());
    return new Result(
        String.format(
            Locale.ROOT,
            "Whether each latent dimension represents one of the factors %s; %,d images."
                + " Definitions and defaults of disentanglement_lib (Locatello et al. 2019).",
            String.join(", ", report.factors()),
            report.images()),
        metrics,
        details);
  }
}
