package vae4j.benchmarks;

import java.util.List;
import java.util.Locale;
import vae4j.benchmarks.contender.Report;

/** Whether all computed the same: else their speeds say nothing. */
final class Agreement {
  private Agreement() {}

  /**
   * Fails whoever's result is too far from the median of all.
   *
   * @param standings the entrants; those without a figure are left out
   * @param tolerance the largest distance, as a share of the median
   */
  static void check(List<Ranking> standings, double tolerance) {
    List<Ranking> measured = standings.stream().filter(Ranking::isMeasured).toList();
    if (measured.isEmpty()) {
      return;
    }
    double median =
        Interval.of(measured.stream().mapToDouble(Agreement::result).toArray()).median();
    for (Ranking standing : measured) {
      double result = result(standing);
      if (!(Math.abs(result - median) <= tolerance * Math.abs(median))) {
        standing.fail(
            String.format(
                Locale.ROOT,
                "its result %.5g is not within %.3g %% of the median %.5g of all",
                result,
                100 * tolerance,
                median));
      }
    }
  }

  private static double result(Ranking standing) {
    return standing.spread(Report::result).median();
  }
}
