package vae4j.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
  private final SplittableRandom random = new SplittableRandom(11);

  /** Four heaps around the corners of a square, far from each other. */
  private LabelledLatents heaps(int count) {
    float[][] codes = new float[count][];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 4;
      double column = 100 + labels[i] % 2 + random.nextDouble(-0.2, 0.2);
      double row = (labels[i] < 2 ? 0 : 1) + random.nextDouble(-0.2, 0.2);
      codes[i] = new float[] {(float) column, (float) (row / 1000)};
    }
    return new LabelledLatents(codes, labels);
  }

  private LabelledLatents noise(int count, int classes) {
    float[][] codes = new float[count][8];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < 8; j++) {
        codes[i][j] = (float) random.nextGaussian();
      }
      labels[i] = random.nextInt(classes);
    }
    return new LabelledLatents(codes, labels);
  }

  @Test
  void classesOnEitherSideOfALineAreAllFoundWhateverTheScale() {
    assertThat(LinearProbe.defaults().accuracy(heaps(400), heaps(1_000))).isEqualTo(1);
  }

  /** Chance is 0.1, with a deviation of √(0.1 · 0.9 / 4000) = 0.0047: four of them. */
  @Test
  void labelsDrawnByLotAreFoundByChance() {
    assertThat(LinearProbe.defaults().accuracy(noise(4_000, 10), noise(4_000, 10)))
        .isCloseTo(0.1, within(0.019));
  }

  /** With one latent of two values the best probabilities are the frequencies, if ridge is 0. */
  @Test
  void probabilitiesOfOneSwitchAreItsFrequencies() {
    float[][] codes = new float[200][1];
    int[] labels = new int[200];
    for (int i = 0; i < 200; i++) {
      codes[i][0] = i < 100 ? 3 : 7;
      labels[i] = i < 20 || i >= 130 ? 1 : 0; // 20 of the first hundred, 70 of the second
    }

    LinearClassifier classifier =
        new LinearProbe(0, 200, true).fit(new LabelledLatents(codes, labels));

    assertThat(classifier.probabilities(new float[] {3})[1]).isCloseTo(0.2, within(1e-4));
    assertThat(classifier.probabilities(new float[] {7})[1]).isCloseTo(0.7, within(1e-4));
    assertThat(classifier.predict(new float[] {3})).isEqualTo(0);
    assertThat(classifier.predict(new float[] {7})).isEqualTo(1);
  }

  /** What a line cannot do; the nearest neighbours can, in {@link NearestNeighboursTest}. */
  @Test
  void aRingInsideARingIsNotFound() {
    assertThat(LinearProbe.defaults().accuracy(Rings.drawn(2_000, 1), Rings.drawn(2_000, 2)))
        .isLessThan(0.65);
  }

  @Test
  void aLatentThatNeverChangesChangesNothing() {
    LabelledLatents codes = heaps(400);
    float[][] more = new float[400][];
    for (int i = 0; i < 400; i++) {
      more[i] = new float[] {codes.vectors()[i][0], 0.1f, codes.vectors()[i][1]};
    }
    LabelledLatents withDead = new LabelledLatents(more, codes.labels());

    double[] plain = LinearProbe.defaults().fit(codes).probabilities(codes.vectors()[3]);
    assertThat(LinearProbe.defaults().fit(withDead).probabilities(more[3]))
        .containsExactly(plain, within(1e-9));
  }

  @Test
  void theNumberOfThreadsChangesNoDigit() {
    LabelledLatents codes = noise(5_000, 3);

    double[] alone = inPool(1, codes);
    assertThat(inPool(4, codes)).isEqualTo(alone);
  }

  private static double[] inPool(int threads, LabelledLatents codes) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> LinearProbe.defaults().fit(codes).probabilities(codes.vectors()[0]))
          .join();
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void aClassThatWasNeverSeenIsNotFound() {
    LabelledLatents seen = new LabelledLatents(new float[][] {{0}, {1}}, new int[] {0, 1});
    LabelledLatents other = new LabelledLatents(new float[][] {{0}, {1}}, new int[] {0, 2});

    assertThat(LinearProbe.defaults().accuracy(seen, other)).isEqualTo(0.5);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinearProbe(Double.NaN, 1, true))
        .withMessage("ridge must be finite and at least 0, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinearProbe(0, 0, true))
        .withMessage("iterations must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearProbe.defaults().accuracy(heaps(10), noise(10, 2)))
        .withMessage("latent vectors must have 2 dimensions as in training, had 8");
  }
}
