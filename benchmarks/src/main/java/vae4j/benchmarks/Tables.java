package vae4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import vae4j.benchmarks.contender.Report;
import vae4j.benchmarks.contender.TaskMode;

/** The results as Markdown. */
final class Tables {
  private Tables() {}

  /**
   * A line for each entrant: speed, memory, processor time, result.
   *
   * @param mode what was timed
   * @param standings the entrants
   */
  static String speeds(TaskMode mode, List<Ranking> standings) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "contender",
            "images/s: median",
            "range",
            "peak memory, MiB",
            "CPU s per 1,000 images",
            mode == TaskMode.TRAIN ? "last loss, nats" : "mean square of results"));
    for (Ranking standing : standings) {
      if (!standing.isMeasured()) {
        continue;
      }
      Interval speed = standing.spread(Report::imagesPerSecond);
      double peak = standing.spread(report -> report.peakBytes() / (1024.0 * 1024)).median();
      rows.add(
          List.of(
              standing.entrant().name(),
              format("%,.0f", speed.median()),
              format("%,.0f–%,.0f", speed.min(), speed.max()),
              peak == 0 ? "–" : format("%,.0f", peak),
              format("%.2f", standing.spread(Report::cpuSecondsPerThousand).median()),
              format("%.5g", standing.spread(Report::result).median())));
    }
    StringBuilder text = new StringBuilder(table(rows));
    for (Ranking standing : standings) {
      if (standing.unavailable() != null) {
        text.append(format("%n%s cannot run here: %s%n", name(standing), standing.unavailable()));
      }
      if (standing.failure() != null) {
        text.append(format("%n%s FAILED: %s%n", name(standing), standing.failure()));
      }
    }
    return text.toString();
  }

  /**
   * Each entrant's images/s over each other's, round by round: the median, and the range.
   *
   * @param standings the entrants; those without a figure are left out
   */
  static String ratios(List<Ranking> standings) {
    List<Ranking> measured = standings.stream().filter(Ranking::isMeasured).toList();
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("times as fast as", measured, Tables::name));
    for (Ranking one : measured) {
      rows.add(
          row(
              name(one),
              measured,
              other -> {
                Interval ratio = one.ratioTo(other);
                return one == other
                    ? ""
                    : format("%.2f (%.2f–%.2f)", ratio.median(), ratio.min(), ratio.max());
              }));
    }
    return table(rows);
  }

  private static List<String> row(
      String head, List<Ranking> standings, Function<Ranking, String> cell) {
    List<String> row = new ArrayList<>(List.of(head));
    standings.forEach(standing -> row.add(cell.apply(standing)));
    return row;
  }

  /** The first row is the head; the first column holds names, the others figures. */
  private static String table(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|---").append("|--:".repeat(rows.get(0).size() - 1)).append("|\n");
      }
    }
    return text.toString();
  }

  private static String name(Ranking standing) {
    return standing.entrant().name();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
