package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegressionTreeTest {
  private static final int[][] BINNED = {{0, 0, 1, 1, 2, 2, 3, 3}, {0, 1, 0, 1, 0, 1, 0, 1}};
  private static final int[] BINS = {4, 2};

  private static RegressionTree grown(int smallestLeaf, double... targets) {
    double[][] rows = new double[targets.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {targets[i]};
    }
    return new RegressionTree(
        BINNED,
        BINS,
        rows,
        IntStream.range(0, rows.length).toArray(),
        smallestLeaf,
        new SplittableRandom(1));
  }

  /** The squared error is 8 · ¼, and one split on the first latent takes it all. */
  @Test
  void aStepIsOneSplitThatExplainsAll() {
    RegressionTree tree = grown(1, 0, 0, 0, 0, 1, 1, 1, 1);

    assertThat(tree.importance()).containsExactly(2, 0);
    assertThat(tree.predict(BINNED, 3)).containsExactly(0);
    assertThat(tree.predict(BINNED, 4)).containsExactly(1);
  }

  /**
   * 10 · the first latent's half + the second: of Σ (y − ȳ)² = 8 · 25 + 8 · ¼ the first split takes
   * 200, and the second latent 1 on either side.
   */
  @Test
  void importanceIsTheSquaredErrorTakenAway() {
    RegressionTree tree = grown(1, 0, 1, 0, 1, 10, 11, 10, 11);

    assertThat(tree.importance()).containsExactly(new double[] {200, 2}, within(1e-9));
    assertThat(tree.predict(BINNED, 5)).containsExactly(11);
  }

  @Test
  void noLeafIsSmallerThanAllowed() {
    RegressionTree tree = grown(4, 0, 0, 0, 0, 1, 1, 2, 2);

    assertThat(tree.importance()).containsExactly(new double[] {4.5, 0}, within(1e-12));
    assertThat(tree.predict(BINNED, 7)).containsExactly(1.5);
  }

  /** Gini's index of halves, ½, is the variance of both columns together: 8 · ½. */
  @Test
  void aClassAsColumnsGivesGinisIndex() {
    double[][] columns = new double[8][2];
    for (int i = 0; i < 8; i++) {
      columns[i][i / 4] = 1;
    }
    RegressionTree tree =
        new RegressionTree(
            BINNED, BINS, columns, IntStream.range(0, 8).toArray(), 1, new SplittableRandom(1));

    assertThat(tree.importance()).containsExactly(4, 0);
    assertThat(tree.predict(BINNED, 0)).containsExactly(1, 0);
  }
}
