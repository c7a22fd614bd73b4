package vae4j.eval.latent;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vae4j.Vae;
import vae4j.data.Seeds;
import vae4j.eval.metric.Estimate;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.eval.metric.MetricInput;
import vae4j.latent.StandardNormal;

/** {@code latents}: active dimensions and information, {@link LatentStatistics}. */
public record LatentMetrics() implements MetricGroup {
  private static final String HEADING = "Latent space";
  private static final String NATS = "nats";

  @Override
  public String name() {
    return "latents";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("kl", "mi");
  }

  /** The aggregate posterior is compared with N(0, 1) dimension by dimension. */
  @Override
  public Optional<String> unavailable(Vae vae, EvaluationImages images) {
    return vae.config().prior() instanceof StandardNormal
        ? Optional.empty()
        : Optional.of(
            "latents needs the prior standard-normal, this model's is " + vae.config().prior());
  }

  @Override
  public Result measure(MetricInput input) {
    LatentStatistics statistics =
        LatentStatistics.of(
            Posteriors.of(input.vae(), input.images().test(), input.binarization(), input.seed()),
            LatentStatistics.DRAWS,
            Seeds.stream(input.seed(), Seeds.Purpose.EVALUATION_NOISE, 3),
            input.workers());
    List<Metric> metrics = new ArrayList<>();
    metrics.add(
        Metric.of(
            HEADING,
            "active_units",
            statistics.activeUnits(),
            "of " + statistics.variances().length,
            "latent dimensions whose mean has a variance over the images above 0.01"));
    JsonObject details = new JsonObject();
    details.add("variances", array(statistics.variances()));
    statistics
        .information()
        .ifPresent(
            information -> {
              metrics.add(
                  Metric.of(
                      HEADING,
                      "mutual_information",
                      information.mutualInformation(),
                      NATS,
                      "of image and z; at most the logarithm of the number of images"));
              metrics.add(
                  Metric.of(
                      HEADING,
                      "marginal_kl",
                      information.marginalKl(),
                      NATS,
                      "KL of the aggregate posterior q(z) from the prior; high values give poor"
                          + " samples"));
              metrics.add(
                  Metric.of(
                      HEADING,
                      "total_correlation",
                      information.totalCorrelation(),
                      NATS,
                      "dependence of the latent dimensions in q(z); 0 if independent"));
              details.add("kl_per_dimension", array(information.klPerDimension()));
              details.add(
                  "marginal_kl_per_dimension",
                  array(information.marginalKls().stream().mapToDouble(Estimate::mean).toArray()));
            });
    return new Result("", metrics, details);
  }

  private static JsonArray array(double... values) {
    JsonArray array = new JsonArray();
    Arrays.stream(values).forEach(array::add);
    return array;
  }
}
