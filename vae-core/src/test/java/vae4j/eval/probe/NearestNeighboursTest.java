package vae4j.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNeighboursTest {
  private static LabelledLatents drawn(int count, int latents, int classes, int steps, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] codes = new float[count][latents];
    for (float[] code : codes) {
      for (int j = 0; j < latents; j++) {
        // A few steps make many distances equal; 0 steps make hardly any.
        code[j] = steps == 0 ? (float) random.nextGaussian() : random.nextInt(steps);
      }
    }
    return new LabelledLatents(codes, random.ints(count, 0, classes).toArray());
  }

  /** Sorts all references by distance and index, and counts votes from the front. */
  private static int naive(LabelledLatents references, float[] query, int k) {
    List<Integer> nearest =
        IntStream.range(0, references.size())
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(i -> distance(references.vectors()[i], query))
                    .thenComparing(i -> i))
            .limit(k)
            .toList();
    int best = -1;
    long most = 0;
    for (int candidate : nearest) {
      int label = references.labels()[candidate];
      long votes = nearest.stream().filter(i -> references.labels()[i] == label).count();
      if (votes > most) {
        most = votes;
        best = label;
      }
    }
    return best;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += Math.pow((double) a[j] - b[j], 2);
    }
    return sum;
  }

  // Sizes on both sides of the blocks of 256 references and 64 queries; with and without ties.
  @ParameterizedTest
  @CsvSource({
    "700, 130, 3, 5, 0",
    "700, 130, 3, 5, 3",
    "256, 64, 16, 10, 0",
    "257, 65, 2, 1, 4",
    "10, 1, 2, 10, 2"
  })
  void findsWhatSortingAllDistancesFinds(int count, int queries, int latents, int k, int steps) {
    LabelledLatents references = drawn(count, latents, 4, steps, 1);
    float[][] codes = drawn(queries, latents, 4, steps, 2).vectors();

    int[] expected = Arrays.stream(codes).mapToInt(query -> naive(references, query, k)).toArray();
    assertThat(new NearestNeighbours(k).classify(references, codes)).isEqualTo(expected);
  }

  @Test
  void aRingInsideARingIsFound() {
    LabelledLatents references = Rings.drawn(2_000, 1);

    assertThat(NearestNeighbours.defaults().accuracy(references, Rings.drawn(2_000, 2)))
        .isGreaterThan(0.999);
  }

  /** Chance is 0.25, with a deviation of √(0.25 · 0.75 / 2000) = 0.0097: four of them. */
  @Test
  void labelsDrawnByLotAreFoundByChance() {
    assertThat(
            new NearestNeighbours(5).accuracy(drawn(2_000, 4, 4, 0, 3), drawn(2_000, 4, 4, 0, 4)))
        .isCloseTo(0.25, within(0.039));
  }

  @Test
  void ofEqualsTheFirstReferenceAndTheNearestClassWin() {
    LabelledLatents twins =
        new LabelledLatents(new float[][] {{1}, {-1}, {-1}, {1}}, new int[] {2, 1, 1, 0});

    assertThat(new NearestNeighbours(1).classify(twins, new float[][] {{0}})).containsExactly(2);
    assertThat(new NearestNeighbours(2).classify(twins, new float[][] {{0}})).containsExactly(2);
    assertThat(new NearestNeighbours(3).classify(twins, new float[][] {{0}})).containsExactly(1);
    assertThat(new NearestNeighbours(2).classify(twins, new float[][] {{-1}})).containsExactly(1);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    LabelledLatents few = drawn(4, 2, 2, 0, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NearestNeighbours(0))
        .withMessage("k must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NearestNeighbours(5).accuracy(few, few))
        .withMessage("references must be at least k = 5, were 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NearestNeighbours(1).classify(few, new float[][] {{1, 2, 3}}))
        .withMessage("latent vectors must have 2 dimensions as in training, had 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NearestNeighbours(1).classify(few, new float[][] {{1, Float.NaN}}))
        .withMessage("latent vector 0 must be finite, latent 1 was NaN");
  }
}
