package vae4j.plot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae4j.eval.Assessment;
import vae4j.eval.Estimate;
import vae4j.eval.ImageQuality;
import vae4j.eval.features.FeatureReport;
import vae4j.eval.features.InceptionScore;
import vae4j.eval.features.KernelDistance;
import vae4j.eval.features.PictureScores;

class AssessmentSectionsTest {
  private static final PictureScores SCORES =
      new PictureScores(
          "net",
          100,
          100,
          3.5,
          new KernelDistance.Estimate(1.25, 0.11),
          new InceptionScore(4.5, 0.2));

  private static String explanation(String heading) {
    Estimate one = new Estimate(0.5, 0.01, 100);
    Assessment found =
        new Assessment(
            "set",
            100,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new ImageQuality(one, Optional.of(one), 0, Optional.of(one))),
            Optional.of(new FeatureReport(SCORES, SCORES, SCORES)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    List<ReportSection> sections = AssessmentSections.of(found);
    return sections.stream()
        .filter(section -> section.heading().equals(heading))
        .findFirst()
        .orElseThrow()
        .explanation();
  }

  @Test
  void saysThatTheErrorOfKidIsOfItsSubsetsOnly() {
    assertThat(explanation("Pictures in a classifier's eyes"))
        .contains("± of KID is of the choice of its random subsets only");
  }

  @Test
  void saysThatPsnrIsAMeanOfDecibels() {
    assertThat(explanation("Nearness of reconstructions"))
        .contains("PSNR is the mean of each image's dB, not the dB of the mean MSE");
  }
}
