package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.benchmarks.contender.Report;
import vae4j.benchmarks.contender.TaskMode;

class TablesTest {
  private final Ranking fast = Examples.standing("fast", 250.456, 0.05, 0.04, 0.1);
  private final Ranking slow = Examples.standing("slow", 250, 0.1, 0.1, 0.1);

  @Test
  void speedsAreMediansWithTheirRanges() {
    assertThat(Tables.speeds(TaskMode.TRAIN, List.of(fast)))
        .isEqualTo(
            """
            | contender | images/s: median | range | peak memory, MiB | CPU s per 1,000 images | \
            last loss, nats |
            |---|--:|--:|--:|--:|--:|
            | fast | 2,000 | 1,000–2,500 | 300 | 1.00 | 250.46 |
            """);
  }

  @Test
  void whoHasNoFiguresSaysWhy() {
    Ranking unavailable = Examples.standing("old", 1);
    unavailable.add(Report.unavailable("no bf16"));
    slow.fail("exit code 1");
    assertThat(Tables.speeds(TaskMode.DECODE, List.of(unavailable, slow)))
        .contains("mean square of results")
        .endsWith("|\n\nold cannot run here: no bf16\n\nslow FAILED: exit code 1\n");
  }

  @Test
  void ratiosStandInARowForEach() {
    assertThat(Tables.ratios(List.of(fast, Examples.standing("none", 1), slow)))
        .isEqualTo(
            """
            | times as fast as | fast | slow |
            |---|--:|--:|
            | fast |  | 2.00 (1.00–2.50) |
            | slow | 0.50 (0.40–1.00) |  |
            """);
  }
}
