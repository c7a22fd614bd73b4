package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.cli.console.MetricTable;
import vae4j.eval.metric.Metric;
import vae4j.plot.report.ReportSection;

class MetricTableTest {
  @Test
  void aSectionSaysWhatItsNumbersAre() {
    ReportSection section =
        ReportSection.ofMetrics(
            "Scores",
            "Some words.",
            List.of(
                Metric.of("Scores", "MSE", 0.25, "", ""),
                new Metric("Scores", "PSNR", 6.02, 0.1, "dB", "larger")));

    assertThat(MetricTable.of(List.of(section)))
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
        ReportSection.ofMetrics(
            "Scores", "word ".repeat(60).trim(), List.of(Metric.of("Scores", "MSE", 0.25, "", "")));

    List<String> lines = MetricTable.of(List.of(section)).lines().toList();
    assertThat(lines).hasSize(6).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(lines.subList(1, 5)).allSatisfy(line -> assertThat(line).startsWith("  word"));
  }

  @Test
  void withoutAnExplanationThereIsNoLineForIt() {
    ReportSection section =
        ReportSection.ofMetrics("Time", "", List.of(Metric.of("Time", "elbo", 2, "s", "")));

    assertThat(MetricTable.of(List.of(section))).isEqualTo("Time\n  elbo  2 s\n");
  }
}
