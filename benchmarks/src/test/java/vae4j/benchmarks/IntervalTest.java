package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Interval.of(9, 1, 2)).isEqualTo(new Interval(2, 1, 9));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(Interval.of(9, 1, 2, 4)).isEqualTo(new Interval(3, 1, 9));
  }

  @Test
  void thereMustBeAFigure() {
    assertThatIllegalArgumentException()
        .isThrownBy(Interval::of)
        .withMessage("figures must be at least one, were none");
  }
}
