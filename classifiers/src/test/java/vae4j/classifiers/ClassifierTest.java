package vae4j.classifiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.ISchedule;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

class ClassifierTest {
  @Test
  void itLearnsToTellBarsApart() {
    Bars bars = new Bars(600);
    Classifier classifier = Classifier.create(1, 18, 0.9);
    double before = classifier.accuracy(bars);
    for (int epoch = 0; epoch < 3; epoch++) {
      classifier.fit(bars, 1, epoch);
    }

    assertThat(before).isLessThan(0.5);
    assertThat(classifier.accuracy(bars)).isGreaterThan(0.95);
  }

  @Test
  void theLearningRateFallsFromTheFirstStepToTheLast() {
    ISchedule rate = Classifier.falling(1000);

    assertThat(rate.valueAt(0, 0)).isEqualTo(2e-3);
    assertThat(rate.valueAt(500, 0)).isCloseTo(1e-3, within(1e-12));
    assertThat(rate.valueAt(999, 0)).isBetween(0.0, 5e-5);
    for (int step = 1; step < 1000; step++) {
      assertThat(rate.valueAt(step, 0)).isLessThanOrEqualTo(rate.valueAt(step - 1, 0));
    }
  }

  @Test
  void oneSeedMakesTheSameWeightsAndAnotherOthers() {
    assertThat(Classifier.create(1, 1, 1).tensors())
        .isEqualTo(Classifier.create(1, 1, 1).tensors())
        .isNotEqualTo(Classifier.create(2, 1, 1).tensors());
  }

  /** A bright bar whose column is the class. */
  private record Bars(int size) implements ImageDataset {
    @Override
    public String name() {
      return "bars";
    }

    @Override
    public ImageShape shape() {
      return new ImageShape(28, 28, 1);
    }

    @Override
    public void read(int index, float[] target, int offset) {
      for (int i = 0; i < 784; i++) {
        target[offset + i] = (i % 28) / 2 == label(index) ? 1 : 0;
      }
    }

    @Override
    public int label(int index) {
      return index % 10;
    }

    @Override
    public List<String> labelNames() {
      return List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Override
    public String sha256() {
      return "0".repeat(64);
    }
  }
}
