package vae4j.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxLossTest {
  private final SplittableRandom random = new SplittableRandom(5);

  /** More codes than one block, and 3 classes of 2 latents with b: 9 parameters. */
  private SoftmaxLoss loss(double ridge) {
    int count = 2_500;
    float[][] codes = new float[count][2];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      codes[i][0] = (float) random.nextGaussian();
      codes[i][1] = (float) random.nextGaussian();
      labels[i] = i % 3;
    }
    return new SoftmaxLoss(
        new LabelledLatents(codes, labels), new double[] {0.1, -0.2}, new double[] {2, 0.5}, ridge);
  }

  @Test
  void atTheStartEveryClassIsAsProbable() {
    SoftmaxLoss loss = loss(0.1);

    assertThat(loss.valueAndGradient(loss.start(), new double[9]))
        .isCloseTo(Math.log(3), within(1e-12));
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    SoftmaxLoss loss = loss(0.1);
    double[] point = random.doubles(9, -1, 1).toArray();
    double[] gradient = new double[9];
    loss.valueAndGradient(point, gradient);

    double step = 1e-5;
    for (int p = 0; p < 9; p++) {
      double[] above = point.clone();
      double[] below = point.clone();
      above[p] += step;
      below[p] -= step;
      double slope =
          (loss.valueAndGradient(above, new double[9])
                  - loss.valueAndGradient(below, new double[9]))
              / (2 * step);
      assertThat(gradient[p]).isCloseTo(slope, within(1e-8));
    }
  }

  @Test
  void largeLogitsDoNotOverflow() {
    double[] logits = {1_000, 0, 1_000};

    assertThat(SoftmaxLoss.softmax(logits)).isCloseTo(1_000 + Math.log(2), within(1e-9));
    assertThat(logits).containsExactly(new double[] {0.5, 0, 0.5}, within(1e-12));
  }
}
