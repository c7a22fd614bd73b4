package vae4j.plot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae4j.data.Binarization;
import vae4j.eval.ElboReport;
import vae4j.eval.Estimate;
import vae4j.eval.EvaluationResult;
import vae4j.eval.ImageQuality;
import vae4j.eval.features.FeatureReport;
import vae4j.eval.features.InceptionScore;
import vae4j.eval.features.KernelInceptionDistance;
import vae4j.eval.features.SampleQuality;

class EvaluationSectionsTest {
  private static final SampleQuality SCORES =
      new SampleQuality(
          "net",
          100,
          100,
          3.5,
          new KernelInceptionDistance.Estimate(1.25, 0.11),
          new InceptionScore(4.5, 0.2));

  private static String explanation(String heading) {
    return section(heading).explanation();
  }

  private static ReportSection section(String heading) {
    Estimate one = new Estimate(0.5, 0.01, 100);
    ImageQuality inner =
        new ImageQuality(one, Optional.of(one), 0, Optional.of(one), Optional.empty());
    ElboReport elbo =
        new ElboReport(
            1024,
            1,
            one,
            Optional.of(one),
            Optional.of(one),
            0,
            Optional.of(new ElboReport.WithoutFrame(28, 28, 784, one, one)));
    EvaluationResult found =
        new EvaluationResult(
            "set",
            100,
            Binarization.STOCHASTIC,
            Optional.of(elbo),
            Optional.empty(),
            Optional.of(
                new ImageQuality(one, Optional.of(one), 0, Optional.of(one), Optional.of(inner))),
            Optional.of(new FeatureReport(SCORES, SCORES, SCORES)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    List<ReportSection> sections = EvaluationSections.of(found);
    return sections.stream()
        .filter(section -> section.heading().equals(heading))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysThatTheErrorOfKidIsOfItsSubsetsOnly() {
    assertThat(explanation("Sample quality (FID, KID, IS)"))
        .contains("± of KID is of the choice of its random subsets only");
  }

  @Test
  void saysThatPsnrIsAMeanOfDecibels() {
    assertThat(explanation("Nearness of reconstructions"))
        .contains("PSNR is the mean of each image's dB, not the dB of the mean MSE");
  }

  @Test
  void saysThatTheFrameCountsAndGivesTheInnerImage() {
    ReportSection likelihood = section("Likelihood");
    ReportSection quality = section("Nearness of reconstructions");

    assertThat(likelihood.explanation()).contains("A frame of zeros around each image counts");
    assertThat(likelihood.tables().get(0).rows())
        .anySatisfy(
            row -> {
              assertThat(row.label()).isEqualTo("ELBO, inner 28×28");
              assertThat(row.unit()).isEqualTo("bits per dimension");
              assertThat(row.value()).isEqualTo("-0.000920");
            });
    assertThat(quality.explanation()).contains("A frame of zeros around each image counts");
    assertThat(quality.tables().get(0).rows())
        .extracting(Measure::label)
        .containsExactly("MSE", "PSNR", "SSIM", "MSE, inner", "PSNR, inner", "SSIM, inner");
  }

  @Test
  void saysThatImagesAreBinarised() {
    assertThat(explanation("Likelihood"))
        .contains("All images are binarised (stochastic), in every table");
  }
}
