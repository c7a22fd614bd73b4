package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuantileBinsTest {
  @Test
  void fewNumbersHaveABinEach() {
    QuantileBins bins = new QuantileBins(new double[] {3, 1, 3, -2, 1}, 3);

    assertThat(bins.count()).isEqualTo(3);
    assertThat(bins.of(new double[] {3, 1, -2, 1.9, 2.1, -9, 9}))
        .containsExactly(2, 1, 0, 1, 2, 0, 2);
  }

  @Test
  void manyNumbersAreSharedOutEvenly() {
    double[] values = new SplittableRandom(1).doubles(1_000).toArray();
    QuantileBins bins = new QuantileBins(values, 8);

    int[] counts = new int[bins.count()];
    Arrays.stream(bins.of(values)).forEach(bin -> counts[bin]++);
    assertThat(counts).hasSize(8);
    assertThat(counts).containsOnly(125);
  }

  @Test
  void oneNumberIsOneBin() {
    QuantileBins bins = new QuantileBins(new double[] {7, 7, 7}, 256);

    assertThat(bins.count()).isEqualTo(1);
    assertThat(bins.of(new double[] {7, 8})).containsExactly(0, 0);
  }
}
