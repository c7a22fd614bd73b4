package vae4j.data;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ImageValuesTest {
  private static final ImageShape SHAPE = new ImageShape(4, 3, 2);
  private static final int IMAGES = 20;

  static Stream<Arguments> ranges() {
    return Stream.of(
        Arguments.of(0, 255, "values up to 255", "divide by 255"),
        Arguments.of(0, 65535, "values up to 65535", "divide by 65535"),
        Arguments.of(-1, 1, "values down to -1", "rescale to [0, 1] with (x + 1) / 2"),
        Arguments.of(-0.05, 1.1, "values from -0.05 to 1.1", "clip the values to [0, 1]"),
        Arguments.of(
            -128,
            127,
            "values from -128 to 127",
            "these look like bytes read with a sign; add 256 to the negative values, then divide by"
                + " 255"),
        Arguments.of(
            -2.5,
            3.5,
            "values from -2.5 to 3.5",
            "rescale to [0, 1] with (x - min) / (max - min), min and max being those of the whole"
                + " set"));
  }

  /** Every kind of number and place in memory that the values may have. */
  @ParameterizedTest
  @MethodSource("ranges")
  void whatIsWrongIsSaidWithWhereAndWhatToDo(
      double least, double greatest, String found, String advice) {
    String message = "image 17 has " + found + ", wanted [0, 1]: " + advice;
    try (INDArray images = images()) {
      for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
        INDArray wrong = images.castTo(type);
        wrong.putScalar(new int[] {17, 1, 2, 0}, least);
        wrong.putScalar(new int[] {17, 3, 0, 1}, greatest);

        refuses(wrong, message);
        refuses(wrong.dup('f'), message);
        refuses(wrong.permute(0, 3, 1, 2).dup('c').permute(0, 2, 3, 1), message);
        refuses(
            wrong.get(NDArrayIndex.interval(7, IMAGES)), message.replace("image 17", "image 10"));
        assertThatNoException()
            .isThrownBy(() -> ImageValues.require(wrong.get(NDArrayIndex.interval(0, 17))));
        assertThatNoException()
            .isThrownBy(() -> ImageValues.require(wrong.get(NDArrayIndex.interval(18, IMAGES))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
  void nanAndInfinityAreNamedWithTheirPlace(DataType type) {
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      try (INDArray images = images().castTo(type)) {
        ImageValues.require(images);
        images.putScalar(new int[] {5, 2, 1, 0}, value);

        refuses(
            images,
            "image 5 has "
                + value
                + " at row 2, column 1, channel 0 (counted from 0), wanted numbers in [0, 1]: fill"
                + " the gap or leave the image out");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"BYTE", "UBYTE", "SHORT", "INT", "LONG", "BOOL"})
  void integersAreRefusedWithWhatToDo(DataType type) {
    try (INDArray images = Nd4j.zeros(type, 2, 4, 3, 2)) {
      refuses(
          images,
          "images must be floating-point numbers in [0, 1], were "
              + type
              + ": convert them with castTo(DataType.FLOAT), and divide by 255 if they are bytes");
    }
  }

  @Test
  void whatRoundingAddsIsTaken() {
    float[] values = new float[SHAPE.size()];
    values[3] = 1 + 8e-6f;
    values[4] = -8e-6f;
    values[5] = -0f;
    assertThatNoException().isThrownBy(() -> ImageValues.require(values, SHAPE, n -> n, "set"));
    values[6] = 1 + 2e-5f;
    assertThatExceptionOfType(ImageValueException.class)
        .isThrownBy(() -> ImageValues.require(values, SHAPE, n -> 40 + n, "set"))
        .withMessage(
            "image 40 of set has values up to 1.00002, wanted [0, 1]: clip the values to [0, 1]");
  }

  /** A dark image of a set of bytes is told from one that a filter has made too bright. */
  @Test
  void theImagesBesideItTellTheScale() {
    float[] values = new float[2 * SHAPE.size()];
    values[0] = 1.1f;
    values[SHAPE.size()] = 200;
    assertThatExceptionOfType(ImageValueException.class)
        .isThrownBy(() -> ImageValues.require(values, SHAPE, n -> n, "set"))
        .withMessage("image 0 of set has values up to 1.1, wanted [0, 1]: divide by 255");
  }

  @Test
  void codesMayBeAnyFiniteNumbers() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      try (INDArray codes = Nd4j.valueArrayOf(new long[] {70_000, 2}, 3e20, type)) {
        ImageValues.requireFinite(codes);
        codes.putScalar(69_999, 1, Double.NaN);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> ImageValues.requireFinite(codes))
            .withMessage("latents must be finite, was NaN in row 69999, column 1 (counted from 0)");
      }
    }
  }

  private static INDArray images() {
    float[] values = new float[IMAGES * SHAPE.size()];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(256) / 255f;
    }
    long[] dimensions = {IMAGES, SHAPE.height(), SHAPE.width(), SHAPE.channels()};
    return Nd4j.create(values, dimensions, 'c');
  }

  private static void refuses(INDArray images, String message) {
    assertThatExceptionOfType(ImageValueException.class)
        .isThrownBy(() -> ImageValues.require(images))
        .withMessage(message);
  }
}
