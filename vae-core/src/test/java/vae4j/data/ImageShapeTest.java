package vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageShapeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 2, 3, 'height must be positive, was 0'",
    "-1, 2, 3, 'height must be positive, was -1'",
    "2, 0, 3, 'width must be positive, was 0'",
    "2, 3, -4, 'channels must be positive, was -4'"
  })
  void refusesWhatIsNotPositive(int height, int width, int channels, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageShape(height, width, channels))
        .withMessage(message);
  }

  @Test
  void refusesMoreNumbersThanAnArrayHolds() {
    // 65536 · 32768 = 2³¹, one too many; 46341² overflows an int to a negative number.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageShape(65536, 32768, 1))
        .withMessage("image size must be below 2^31 numbers, was 65536×32768×1");
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageShape(46341, 46341, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageShape(65536, 65536, 1));
    assertThatNoException().isThrownBy(() -> new ImageShape(Integer.MAX_VALUE, 1, 1));
  }

  @Test
  void sizeIsTheProductAndTextShowsTheThree() {
    ImageShape shape = new ImageShape(5, 7, 3);

    assertThat(shape.size()).isEqualTo(105);
    assertThat(shape).hasToString("5×7×3");
  }
}
