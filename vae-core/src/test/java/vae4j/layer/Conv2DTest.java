package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.AffineMap.Padding;
import vae4j.data.ImageShape;

class Conv2DTest {
  /** Paddings of TensorFlow's {@code same}: total max((⌈n/s⌉ − 1)·s + k − n, 0), less before. */
  @ParameterizedTest
  @CsvSource({
    "32, 3, 2, 16, 0, 1",
    "28, 3, 2, 14, 0, 1",
    "7, 3, 2, 4, 1, 1",
    "5, 3, 1, 5, 1, 1",
    "5, 2, 1, 5, 0, 1",
    "8, 5, 2, 4, 1, 2",
    "7, 1, 3, 3, 0, 0",
    "9, 4, 3, 3, 0, 1"
  })
  void shapeAndPaddingAreTensorFlowsSame(
      int size, int kernel, int stride, int outputs, int before, int after) {
    AffineMap.Convolution map =
        (AffineMap.Convolution)
            Placed.map(
                new Conv2D(6, kernel, stride, Activation.relu()), new ImageShape(size, size, 2));

    assertThat(map.output()).isEqualTo(new ImageShape(outputs, outputs, 6));
    assertThat(map.weightsShape()).containsExactly(kernel, kernel, 2, 6);
    assertThat(map.biasLength()).isEqualTo(6);
    assertThat(new int[] {map.padTop(), map.padLeft()}).containsOnly(before);
    assertThat(new int[] {map.padBottom(), map.padRight()}).containsOnly(after);
  }

  @Test
  void refusesAImageSmallerThanTheStride() {
    Conv2D layer = new Conv2D(8, 3, 2, Activation.relu());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placed.output(layer, new ImageShape(4, 1, 3)))
        .withMessage(
            "image too small for the strides: 4×1×3 reaches a convolution of stride 2×2, height"
                + " and width must be at least that");
    assertThat(Placed.output(layer, new ImageShape(2, 2, 3))).isEqualTo(new ImageShape(1, 1, 8));
  }

  @Test
  void unequalStridesAndValidPaddingGiveTheSizesOfTensorFlow() {
    Activation none = Activation.identity();
    ImageShape input = new ImageShape(10, 13, 2);

    // ⌈10/3⌉ and ⌈13/2⌉; ⌊(10 − 3)/3⌋ + 1 and ⌊(13 − 4)/2⌋ + 1.
    assertThat(Placed.output(new Conv2D(5, 3, 4, 3, 2, Padding.SAME, none), input))
        .isEqualTo(new ImageShape(4, 7, 5));
    assertThat(Placed.output(new Conv2D(5, 3, 4, 3, 2, Padding.VALID, none), input))
        .isEqualTo(new ImageShape(3, 5, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placed.output(new Conv2D(5, 11, 1, 1, 1, Padding.VALID, none), input))
        .withMessage(
            "input of a convolution without padding must be at least the window of 11×1, was"
                + " 10×13×2");
  }
}
