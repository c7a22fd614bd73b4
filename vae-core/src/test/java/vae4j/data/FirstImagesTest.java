package vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstImagesTest {
  private final ImageDataset whole = new NumberedImages(10, new ImageShape(1, 2, 1));

  @Test
  void showsTheFirstImagesOnly() {
    ImageDataset first = whole.take(3);
    float[] pixels = new float[4];

    first.read(2, pixels, 1);

    assertThat(first.size()).isEqualTo(3);
    assertThat(pixels).containsExactly(0, 2 / 1024f, 2 / 1024f, 0);
    assertThat(first.label(2)).isEqualTo(2);
    assertThat(first.name()).isEqualTo("numbered[0,3)");
    assertThat(first.shape()).isEqualTo(whole.shape());
    assertThat(first.labelNames()).isEqualTo(whole.labelNames());
    assertThat(first.sha256()).isEqualTo(whole.sha256());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, 9})
  void refusesImagesThatOnlyTheWholeHas(int index) {
    ImageDataset first = whole.take(3);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> first.read(index, new float[2], 0))
        .withMessage("Index " + index + " out of bounds for length 3");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> first.label(index));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, Integer.MAX_VALUE})
  void takingAllOrMoreGivesTheWhole(int limit) {
    assertThat(whole.take(limit)).isSameAs(whole);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -5})
  void refusesALimitThatIsNotPositive(int limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> whole.take(limit))
        .withMessage("limit must be positive, was " + limit);
  }

  @Test
  void takingTwiceTakesTheFewer() {
    assertThat(whole.take(7).take(2).size()).isEqualTo(2);
    assertThat(whole.take(2).take(7).size()).isEqualTo(2);
  }
}
