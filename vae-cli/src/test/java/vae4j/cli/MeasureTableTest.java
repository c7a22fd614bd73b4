package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.plot.report.Measure;
import vae4j.plot.report.ReportSection;

class MeasureTableTest {
  @Test
  void aSectionSaysWhatItsNumbersAre() {
    ReportSection section =
        ReportSection.ofMeasures(
            "Scores",
            "Some words.",
            List.of(
                Measure.of("MSE", 0.25, "", ""), Measure.of("PSNR", 6.02, "dB", 0.1, "larger")));

    assertThat(MeasureTable.of(List.of(section)))
        .isEqualTo(
            """
            Scores
              Some words.
              MSE   0.25
              PSNR  6.02 ± 0.10 dB
            """);
  }

  @Test
  void aLongExplanationIsWrapped() {
    ReportSection section =
        ReportSection.ofMeasures(
            "Scores", "word ".repeat(60).trim(), List.of(Measure.of("MSE", 0.25, "", "")));

    List<String> lines = MeasureTable.of(List.of(section)).lines().toList();
    assertThat(lines).hasSize(6).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(lines.subList(1, 5)).allSatisfy(line -> assertThat(line).startsWith("  word"));
  }

  @Test
  void withoutAnExplanationThereIsNoLineForIt() {
    ReportSection section =
        ReportSection.ofMeasures("Time", "", List.of(Measure.of("elbo", 2, "s", "")));

    assertThat(MeasureTable.of(List.of(section))).isEqualTo("Time\n  elbo  2 s\n");
  }
}
