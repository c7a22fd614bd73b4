package vae4j.eval.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureMomentsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 50, 200})
  void meanAndCovarianceAreThoseOfTwoPassesHoweverTheImagesCome(int part) {
    float[][] rows = rows(200, 5, 1000);
    FeatureMoments moments = new FeatureMoments(5);
    for (int from = 0; from < rows.length; from += part) {
      moments.add(Arrays.copyOfRange(rows, from, Math.min(rows.length, from + part)));
    }

    assertThat(moments.count()).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      assertThat(moments.mean()[i]).isCloseTo(mean(rows, i), within(1e-10));
      for (int j = 0; j < 5; j++) {
        double sum = 0;
        for (float[] row : rows) {
          sum += (row[i] - mean(rows, i)) * (row[j] - mean(rows, j));
        }
        assertThat(moments.covariance()[i][j]).isCloseTo(sum / 199, within(1e-9));
      }
    }
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureMoments(3).add(new float[][] {{1, 2}}))
        .withMessage("features of an image must be 3 numbers, were 2");
  }

  @Test
  void aNumberThatIsNotFiniteIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureMoments(2).add(new float[][] {{1, Float.NaN}}))
        .withMessage("features must be finite, was NaN");
  }

  @Test
  void oneImageHasNoCovariance() {
    FeatureMoments moments = new FeatureMoments(2);
    moments.add(new float[][] {{1, 2}});
    moments.add(new float[0][]);

    assertThatIllegalStateException()
        .isThrownBy(moments::covariance)
        .withMessage("a covariance needs at least 2 images, were 1");
  }

  private static double mean(float[][] rows, int feature) {
    return Arrays.stream(rows).mapToDouble(row -> row[feature]).sum() / rows.length;
  }

  private static float[][] rows(int count, int features, float offset) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] rows = new float[count][features];
    for (float[] row : rows) {
      for (int i = 0; i < features; i++) {
        row[i] = offset + (float) random.nextGaussian() + (i > 0 ? 0.5f * row[i - 1] : 0);
      }
    }
    return rows;
  }
}
