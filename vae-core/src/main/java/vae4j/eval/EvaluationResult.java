package vae4j.eval;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import vae4j.data.Binarization;
import vae4j.eval.disentanglement.DisentanglementReport;
import vae4j.eval.features.FeatureReport;
import vae4j.eval.probe.ProbeReport;

/**
 * The results of {@link Evaluation}; what was not measured is empty.
 *
 * @param dataset name of the images
 * @param images how many
 * @param binarization what was done to pixel values in all that was measured
 * @param elbo the terms of the ELBO
 * @param latents what the codes say
 * @param quality reconstructions beside the originals
 * @param features FID, KID and Inception Score
 * @param probes what a classifier makes of the codes
 * @param disentanglement latents against known factors
 * @param importanceWeighted the importance-weighted bound
 * @param seconds wall-clock time of each group that was measured
 */
public record EvaluationResult(
    String dataset,
    long images,
    Binarization binarization,
    Optional<ElboReport> elbo,
    Optional<LatentStatistics> latents,
    Optional<ImageQuality> quality,
    Optional<FeatureReport> features,
    Optional<ProbeReport> probes,
    Optional<DisentanglementReport> disentanglement,
    Optional<ImportanceWeightedReport> importanceWeighted,
    Map<MetricGroup, Double> seconds) {
  /** Keeps a copy of the times. */
  public EvaluationResult {
    seconds = Map.copyOf(seconds);
  }

  /** For machines; what is empty is left out. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("dataset", dataset);
    json.addProperty("images", images);
    json.addProperty("binarization", binarization.toString());
    elbo.ifPresent(report -> json.add("losses", report.toJson()));
    importanceWeighted.ifPresent(report -> json.add("importance_weighted", report.toJson()));
    latents.ifPresent(report -> json.add("latents", report.toJson()));
    quality.ifPresent(report -> json.add("image_quality", report.toJson()));
    features.ifPresent(report -> json.add("features", report.toJson()));
    probes.ifPresent(report -> json.add("probes", report.toJson()));
    disentanglement.ifPresent(report -> json.add("disentanglement", report.toJson()));
    JsonObject times = new JsonObject();
    for (MetricGroup group : MetricGroup.values()) {
      if (seconds.containsKey(group)) {
        times.addProperty(group.toString(), seconds.get(group));
      }
    }
    json.add("seconds_by_metric", times);
    return json;
  }
}
