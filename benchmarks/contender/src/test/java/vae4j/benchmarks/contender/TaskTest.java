package vae4j.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTest {
  private static final Task.Adam ADAM = new Task.Adam(5e-4, 0.9, 0.999, 1e-7);

  @Test
  void theFirstStepOfAdamIsAsLongAsTheLearningRate() {
    // m = (1 − β₁)·g and √v = √(1 − β₂)·g, so that g falls out of α_t·m / √v.
    double first = ADAM.stepSize(1) * (1 - 0.9) / Math.sqrt(1 - 0.999);
    assertThat(first).isCloseTo(5e-4, within(1e-15));
  }

  @Test
  void bothFormsOfAdamGiveTheSameStep() {
    double g = 1e-6;
    double m = 0.1 * g;
    double v = 0.001 * g * g;
    double ours = ADAM.stepSize(1) * m / (Math.sqrt(v) + 1e-7);
    // Kingma and Ba 2015, algorithm 1: both moments corrected.
    double theirs = 5e-4 * (m / 0.1) / (Math.sqrt(v / 0.001) + ADAM.epsilonOfCorrected(1));
    assertThat(ours).isCloseTo(theirs, within(1e-15));
  }

  @Test
  void imagesMustFillTheirBatches() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task(32, 100, 250))
        .withMessage("images must be a multiple of the batch 100, was 250");
  }

  @Test
  void imagesMustBeHalvedWithoutRest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task(28, 100, 200))
        .withMessage("height and width must be positive multiples of 8, were 28 and 28");
  }

  @Test
  void theSmallestFeaturesAreHalvedByEachFilter() {
    assertThat(task(32, 100, 200).smallSize()).isEqualTo(4 * 4 * 128);
  }

  private static Task task(int side, int batch, int images) {
    return new Task(
        TaskMode.TRAIN,
        side,
        side,
        1,
        List.of(32, 64, 128),
        2,
        1,
        ADAM,
        batch,
        1,
        images,
        0,
        1,
        1,
        List.of());
  }
}
