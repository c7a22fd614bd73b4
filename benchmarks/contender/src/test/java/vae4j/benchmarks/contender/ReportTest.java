package vae4j.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Report REPORT =
      new Report(
          null,
          Map.of("Library", "1.0"),
          1.5,
          List.of(new Report.Pass(100, 9, 9, 700)),
          List.of(new Report.Pass(100, 1, 2, 600), new Report.Pass(100, 3, 4, 500)),
          20,
          1L << 30);

  @Test
  void isParsedAsItWasPrinted() {
    assertThat(Report.parse(REPORT.toJson())).isEqualTo(REPORT);
    Report unavailable = Report.unavailable("no bf16");
    assertThat(Report.parse(unavailable.toJson())).isEqualTo(unavailable);
  }

  @Test
  void figuresLeaveTheWarmUpOut() {
    assertThat(REPORT.imagesPerSecond()).isEqualTo(200 / 4.0);
    assertThat(REPORT.cpuSecondsPerThousand()).isEqualTo(6 / 0.2);
    assertThat(REPORT.result()).isEqualTo(500);
  }

  @Test
  void whatIsNoReportIsShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Report.parse("Killed"))
        .withMessage("a report must be JSON, was Killed");
    for (String line : List.of("", "{}", "{\"timed\":[],\"warmUp\":[],\"versions\":{}}")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Report.parse(line))
          .withMessage("a report must have timed passes, was " + line);
    }
  }
}
