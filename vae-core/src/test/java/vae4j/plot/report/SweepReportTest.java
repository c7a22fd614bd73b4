package vae4j.plot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.eval.metric.Metric;
import vae4j.sweep.Axis;
import vae4j.sweep.SweepPlan;
import vae4j.sweep.SweepResult;
import vae4j.sweep.SweepResults;

class SweepReportTest {
  private static final ImageShape SHAPE = new ImageShape(6, 6, 1);

  @TempDir private Path folder;

  private static SweepResult result(SweepPlan.Run run, double kl) {
    List<Metric> metrics =
        List.of(
            Metric.of("Likelihood", "reconstruction", 20 - kl, "nats per image", ""),
            Metric.of("Likelihood", "kl", kl, "nats per image", ""),
            Metric.of("Latent space", "active_units", 2, "", ""));
    return new SweepResult(run, 1, metrics, 1);
  }

  private String draw(SweepPlan plan) throws IOException {
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1))) {
      Path model = folder.resolve("model.vae");
      try (Vae vae = Vae.create(VaeConfig.dense(SHAPE).hidden(4).latent(2).build(), 1, backend)) {
        vae.save(model);
      }
      Map<SweepPlan.Setting, Path> models = new HashMap<>();
      plan.settings().forEach(setting -> models.put(setting, model));
      List<SweepResult> runs =
          plan.runs().stream().map(run -> result(run, 3.0 + run.seed())).toList();
      SweepReport report = new SweepReport(backend, new TestImages(SHAPE, 12), Binarization.NONE);
      SweepResults results = new SweepResults(plan, runs);
      report.draw(results, Map.of(), models);
      // Each model is drawn once: the next report needs its file no more.
      Files.delete(model);
      Path file = folder.resolve("sweep.html");
      report.draw(results, Map.of("data", "test images"), models).write(file);
      return Files.readString(file);
    }
  }

  @Test
  void showsCurvesImagesAndNumbers() throws IOException {
    SweepPlan plan =
        new SweepPlan(
            List.of(Axis.parse("beta=1,4"), Axis.parse("likelihood=bernoulli,gaussian")), 2);

    assertThat(draw(plan))
        .contains(
            "Rate and distortion",
            "kl against beta, bernoulli",
            "active units against beta, gaussian",
            "Images of beta 4, likelihood gaussian",
            "beta 1, likelihood bernoulli, seeds: 2",
            "test images");
  }

  @Test
  void oneAxisIsOneLine() throws IOException {
    assertThat(draw(new SweepPlan(List.of(Axis.parse("beta=1,4")), 1))).contains("kl against beta");
    assertThat(draw(new SweepPlan(List.of(Axis.parse("likelihood=bernoulli")), 1)))
        .contains("Rate and distortion");
  }

  @Test
  void settingsWithoutNumbersHaveNoCurves() throws IOException {
    assertThat(draw(new SweepPlan(List.of(Axis.parse("optimizer=adam,sgd")), 1)))
        .contains("Rate and distortion", "Images of optimizer sgd")
        .doesNotContain("against beta", "Each point is the mean over seeds");
  }
}
