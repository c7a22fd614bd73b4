package vae4j.benchmarks;

import java.util.List;
import java.util.Map;
import vae4j.benchmarks.contender.Report;

/** Standings with figures that are easy to reckon with. */
final class Examples {
  private Examples() {}

  /** An entrant that did one pass of 100 images a round, in so many seconds each. */
  static Ranking standing(String name, double result, double... seconds) {
    Ranking standing = new Ranking(new Competitor(name, ".", "Main", List.of(), name));
    for (double second : seconds) {
      standing.add(report(result, second));
    }
    return standing;
  }

  static Report report(double result, double seconds) {
    return new Report(
        null,
        Map.of(),
        1,
        List.of(),
        List.of(new Report.Pass(100, seconds, 2 * seconds, result)),
        3,
        300L << 20);
  }
}
