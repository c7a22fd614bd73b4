package vae4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import vae4j.benchmarks.contender.Report;

/** The results of one competitor, round by round, until it failed or turned out not to run here. */
final class Ranking {
  private final Competitor entrant;
  private final List<Report> rounds = new ArrayList<>();
  private @Nullable String unavailable;
  private @Nullable String failure;

  Ranking(Competitor entrant) {
    this.entrant = entrant;
  }

  Competitor entrant() {
    return entrant;
  }

  /** Its reports, one for each round. */
  List<Report> rounds() {
    return rounds;
  }

  /** Adds a round. */
  void add(Report report) {
    if (report.unavailable() == null) {
      rounds.add(report);
    } else {
      unavailable = report.unavailable();
    }
  }

  /** Notes that it failed, and why in one line. */
  void fail(String reason) {
    failure = reason;
  }

  /** Why it cannot run on this machine; null if it can. */
  @Nullable String unavailable() {
    return unavailable;
  }

  /** Why it failed; null if it did not. */
  @Nullable String failure() {
    return failure;
  }

  /** Whether there is anything left for it to do. */
  boolean isActive() {
    return unavailable == null && failure == null;
  }

  /** Whether it has figures to compare. */
  boolean isMeasured() {
    return !rounds.isEmpty();
  }

  /** A figure over its rounds. */
  Interval spread(ToDoubleFunction<Report> figure) {
    return Interval.of(rounds.stream().mapToDouble(figure).toArray());
  }

  /** Number of times as many images a second as another, round by round. */
  Interval ratioTo(Ranking other) {
    int both = Math.min(rounds.size(), other.rounds.size());
    double[] ratios = new double[both];
    for (int round = 0; round < both; round++) {
      ratios[round] =
          rounds.get(round).imagesPerSecond() / other.rounds.get(round).imagesPerSecond();
    }
    return Interval.of(ratios);
  }
}
