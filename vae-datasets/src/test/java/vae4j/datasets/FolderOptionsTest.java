package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderOptionsTest {
  @Test
  void changesOneThingAtATime() {
    assertThat(
            FolderOptions.defaults()
                .withSize(48, 37)
                .withGrey()
                .withSkipBroken(true)
                .withSplit(0.25, 7)
                .withTestDirectory(Path.of("t"))
                .withLabels(Path.of("l.csv"), "c"))
        .isEqualTo(
            new FolderOptions(48, 37, 1, true, 0.25, 7, Path.of("t"), Path.of("l.csv"), "c"));
    assertThat(FolderOptions.defaults().withRgb())
        .isEqualTo(new FolderOptions(0, 0, 3, false, 0.1, 0, null, null, null));
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "5, -1", "0, 5", "5, 0"})
  void refusesASizeThatIsNone(int height, int width) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FolderOptions.defaults().withSize(height, width))
        .withMessage(
            "height and width must both be positive, or both 0, were %d and %d", height, width);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, 4})
  void refusesOtherNumbersOfChannels(int channels) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FolderOptions(0, 0, channels, false, 0.1, 0, null, null, null))
        .withMessage("channels must be 0, 1 or 3, was " + channels);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, Double.NaN})
  void refusesAFractionThatLeavesOneSideEmpty(double fraction) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FolderOptions.defaults().withSplit(fraction, 0))
        .withMessage("test fraction must be in (0, 1), was " + fraction);
  }
}
