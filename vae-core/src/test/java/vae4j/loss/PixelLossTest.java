package vae4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PixelLossTest {
  /** −x log σ(l) − (1 − x) log(1 − σ(l)). */
  @Test
  void aBernoulliPixelCostsItsCrossEntropy() {
    PixelLoss loss = new PixelLoss(Likelihood.bernoulli(), Double.NaN);
    for (double logit : new double[] {-3, 0, 0.7, 5}) {
      double p = 1 / (1 + Math.exp(-logit));
      for (double x : new double[] {0, 0.3, 1}) {
        assertThat(loss.of(logit, x))
            .isCloseTo(-x * Math.log(p) - (1 - x) * Math.log(1 - p), within(1e-12));
      }
    }
    assertThat(loss.of(-1_000, 1)).isEqualTo(1_000);
  }

  /** scipy.stats.norm(0.2, sqrt(0.5)).logpdf(0.9) = −1.0623649429. */
  @Test
  void aGaussianPixelHasItsConstants() {
    assertThat(new PixelLoss(Likelihood.gaussian(0.5), Double.NaN).of(0.2, 0.9))
        .isCloseTo(1.0623649429, within(1e-9));
    assertThat(new PixelLoss(Likelihood.gaussianLearnedVariance(), Math.log(0.5)).of(0.2, 0.9))
        .isCloseTo(1.0623649429, within(1e-9));
  }
}
