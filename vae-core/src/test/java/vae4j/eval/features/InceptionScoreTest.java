package vae4j.eval.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InceptionScoreTest {
  @Test
  void aClassifierThatKnowsNothingGivesOne() {
    double[][] rows = new double[50][10];
    for (double[] row : rows) {
      Arrays.fill(row, 0.1);
    }

    InceptionScore score = InceptionScore.of(rows);

    assertThat(score.mean()).isCloseTo(1, within(1e-12));
    assertThat(score.deviation()).isCloseTo(0, within(1e-12));
  }

  @Test
  void imagesThatAreCertainlyOfOneClassGiveOne() {
    double[][] rows = new double[20][10];
    for (double[] row : rows) {
      row[4] = 1;
    }

    assertThat(InceptionScore.of(rows).mean()).isCloseTo(1, within(1e-12));
  }

  @Test
  void certaintyOverAllClassesAlikeGivesTheirNumber() {
    InceptionScore score = InceptionScore.of(certain(70, 7));

    assertThat(score.mean()).isCloseTo(7, within(1e-12));
    assertThat(score.deviation()).isCloseTo(0, within(1e-12));
  }

  @Test
  void someCertaintyGivesWhatTheFormulaSays() {
    // From Python: exp(0.9·log(0.9/0.5) + 0.1·log(0.1/0.5)).
    double expected = 1.4449348111684153;

    assertThat(InceptionScore.of(new double[][] {{0.9, 0.1}, {0.1, 0.9}}, 1).mean())
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void meanAndDeviationAreThoseOfTheParts() {
    double[][] rows = certain(8, 2);
    for (int i = 4; i < 8; i++) {
      rows[i] = new double[] {0.5, 0.5};
    }

    InceptionScore score = InceptionScore.of(rows, 2);

    // The first part scores 2, the second 1.
    assertThat(score.mean()).isCloseTo(1.5, within(1e-12));
    assertThat(score.deviation()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void fewerImagesThanPartsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InceptionScore.of(certain(9, 2)))
        .withMessage("the inception score in 10 parts needs as many images, were 9");
  }

  @Test
  void whatIsNoDistributionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InceptionScore.of(new double[][] {{0.5, 0.4}}, 1))
        .withMessage("the probabilities of an image must have the sum 1, was 0.9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InceptionScore.of(new double[][] {{1.5, -0.5}}, 1))
        .withMessage("a probability must be at least 0, was -0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InceptionScore.of(new double[][] {{1, 0}, {1}}, 1))
        .withMessage("probabilities of an image must be 2 numbers, were 1");
  }

  /** Image i is certainly of class i modulo the classes. */
  private static double[][] certain(int count, int classes) {
    double[][] rows = new double[count][classes];
    for (int i = 0; i < count; i++) {
      rows[i][i % classes] = 1;
    }
    return rows;
  }
}
