package vae4j.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void isTheMeanAndTheDeviationOverTheRootOfTheCount() {
    // Of 2, 4, 4, 4, 5, 5, 7, 9: Σ (x − 5)² = 32, so s² = 32 / 7.
    Estimate estimate = Estimate.of(2, 4, 4, 4, 5, 5, 7, 9);

    assertThat(estimate.mean()).isCloseTo(5, within(1e-15));
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(32.0 / 7 / 8), within(1e-15));
    assertThat(estimate.count()).isEqualTo(8);
  }

  @Test
  void aLargeOffsetCostsNoDigits() {
    Estimate estimate = Estimate.of(1e9 + 1, 1e9 + 2, 1e9 + 3);

    assertThat(estimate.mean()).isEqualTo(1e9 + 2);
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(1.0 / 3), within(1e-12));
  }

  @Test
  void oneNumberHasNoStandardError() {
    assertThat(Estimate.of(3).standardError()).isNaN();
  }

  @Test
  void anotherUnitScalesBoth() {
    Estimate estimate = new Estimate(10, 2, 5).scaled(-0.5, 1);

    assertThat(estimate).isEqualTo(new Estimate(-4, 1, 5));
  }

  @Test
  void thereIsNoMeanOfNothing() {
    assertThatIllegalStateException()
        .isThrownBy(Estimate::of)
        .withMessage("the mean of no numbers was asked for");
  }
}
