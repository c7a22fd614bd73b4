package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vae4j.benchmarks.contender.Report;

class RankingTest {
  @Test
  void ratiosAreTakenWithinEachRound() {
    // The machine was twice as slow in round 2 for both; the ratio of medians would be 4/3.
    Ranking one = Examples.standing("one", 1, 1, 2, 1.5);
    Ranking other = Examples.standing("other", 1, 2, 4, 1.5);
    assertThat(one.ratioTo(other)).isEqualTo(new Interval(2, 1, 2));
    assertThat(other.ratioTo(one)).isEqualTo(new Interval(0.5, 0.5, 1));
  }

  @Test
  void ratiosLeaveOutRoundsThatOneOfThemMissed() {
    Ranking one = Examples.standing("one", 1, 1, 1, 1);
    Ranking other = Examples.standing("other", 1, 3);
    assertThat(one.ratioTo(other)).isEqualTo(new Interval(3, 3, 3));
  }

  @Test
  void whoCannotRunHereIsLeftInPeace() {
    Ranking standing = Examples.standing("one", 1);
    standing.add(Report.unavailable("no bf16"));
    assertThat(standing.isActive()).isFalse();
    assertThat(standing.isMeasured()).isFalse();
    assertThat(standing.failure()).isNull();
    assertThat(standing.unavailable()).isEqualTo("no bf16");
  }
}
