package vae4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class LossMeanTest {
  @Test
  void aShortBatchWeighsAsMuchAsItHasImages() {
    LossMean mean = new LossMean();
    mean.add(LossTerms.of(10, 4, 0.5), 3);
    mean.add(LossTerms.of(50, 8, 1), 1);

    // (3·10 + 50)/4, (3·4 + 8)/4, (3·½ + 1)/4.
    assertThat(mean.mean()).isEqualTo(LossTerms.of(20, 5, 0.625));
    assertThat(mean.images()).isEqualTo(4);
  }

  @Test
  void theMeanOfOneBatchIsTheBatchs() {
    LossMean mean = new LossMean();
    mean.add(LossTerms.of(12.5, 3, 4), 128);

    assertThat(mean.mean()).isEqualTo(LossTerms.of(12.5, 3, 4));
  }

  @Test
  void nanIsNotLost() {
    LossMean mean = new LossMean();
    mean.add(LossTerms.of(Double.NaN, 1, 1), 2);
    mean.add(LossTerms.of(1, 1, 1), 2);

    assertThat(mean.mean().reconstruction()).isNaN();
    assertThat(mean.mean().kl()).isEqualTo(1);
  }

  @Test
  void refusesTheMeanOfNothing() {
    LossMean mean = new LossMean();

    assertThat(mean.images()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(mean::mean)
        .withMessage("the mean of no images was asked for");
  }
}
