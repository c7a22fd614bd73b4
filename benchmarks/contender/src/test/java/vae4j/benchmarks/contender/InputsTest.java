package vae4j.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
  @TempDir Path folder;

  @Test
  void areReadAsTheyWereWritten() throws IOException {
    Inputs written = Examples.inputs(TaskMode.TRAIN);
    written.write(folder);
    Inputs read = Inputs.read(folder);
    assertThat(read.task()).isEqualTo(written.task());
    assertThat(read.images()).isEqualTo(written.images());
    assertThat(read.orders()).isEqualTo(written.orders());
    assertThat(read.noise()).isEqualTo(written.noise());
    assertThat(read.weights()).isEqualTo(written.weights());
  }

  @Test
  void aTruncatedFileIsNamedWithItsFolder() throws IOException {
    Examples.inputs(TaskMode.TRAIN).write(folder);
    Files.write(folder.resolve("weights.f32"), new byte[16]);
    assertThatIOException()
        .isThrownBy(() -> Inputs.read(folder))
        .withMessage(
            folder
                + " holds no inputs of a contender: weights must be 5 numbers for this task, were"
                + " 4");
  }

  @Test
  void aBatchOfTrainingFollowsThePassesOrder() {
    Inputs inputs = Examples.inputs(TaskMode.TRAIN);
    // Pass 1, step 0 is images 0 and 2, whose numbers start at 0 and 16.
    assertThat(inputs.trainingBatch(1, 0))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    assertThat(inputs.trainingNoise(0, 1)).containsExactly(3, 4);
    assertThat(inputs.trainingNoise(1, 0)).containsExactly(5, 6);
  }

  @Test
  void parametersLieOneAfterAnother() {
    Inputs inputs = Examples.inputs(TaskMode.TRAIN);
    assertThat(inputs.initial("a")).containsExactly(10, 11, 12);
    assertThat(inputs.initial("b")).containsExactly(20, 21);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inputs.initial("c"))
        .withMessage("there is no parameter c");
  }

  @Test
  void turnedImagesKeepTheirChannels() {
    float[] turned = Examples.inputs(TaskMode.ENCODE).turned().images();
    assertThat(turned).startsWith(6, 7, 4, 5, 2, 3, 0, 1, 14, 15);
  }

  @Test
  void ordersAreForTrainingAlone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Inputs(
                    Examples.task(TaskMode.ENCODE),
                    new float[32],
                    new int[8],
                    new float[0],
                    new float[5]))
        .withMessage("orders must be 0 numbers for this task, were 8");
  }
}
