package vae4j.eval.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.eval.metric.MetricInput;

/** {@code quality}: reconstructions compared with the originals, {@link ImageQuality}. */
public record QualityMetrics() implements MetricGroup {
  private static final String HEADING = "Reconstruction quality";

  @Override
  public String name() {
    return "quality";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("mse", "psnr", "ssim");
  }

  @Override
  public Result measure(MetricInput input) {
    ImageQuality quality =
        ImageQuality.of(
            input.vae(),
            input.images().test(),
            input.binarization(),
            input.seed(),
            input.workers());
    List<Metric> metrics = new ArrayList<>();
    add(quality, "", "", metrics);
    quality.withoutFrame().ifPresent(inner -> add(inner, "_inner", ", without frame", metrics));
    return new Result(
        "Originals against the decoded means. PSNR is the mean of each image's dB, not the dB of"
            + " the mean MSE."
            + (quality.withoutFrame().isPresent() ? " " + EvaluationImages.FRAME_NOTE : ""),
        metrics);
  }

  private static void add(ImageQuality quality, String suffix, String note, List<Metric> metrics) {
    metrics.add(
        Metric.of(
            HEADING,
            "mse" + suffix,
            quality.meanSquaredError(),
            "",
            "mean squared error" + note + "; lower is better"));
    quality
        .peakSignalToNoise()
        .ifPresent(
            psnr ->
                metrics.add(
                    Metric.of(
                        HEADING,
                        "psnr" + suffix,
                        psnr,
                        "dB",
                        "peak signal-to-noise ratio"
                            + note
                            + "; higher is better"
                            + (quality.identical() > 0
                                ? "; without " + quality.identical() + " identical images"
                                : ""))));
    quality
        .structuralSimilarity()
        .ifPresent(
            ssim ->
                metrics.add(
                    Metric.of(
                        HEADING,
                        "ssim" + suffix,
                        ssim,
                        "",
                        "structural similarity" + note + "; 1 for identical images")));
  }
}
