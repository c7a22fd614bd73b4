package vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArrayRowsTest {
  /** Arrays of shape [40, 6, 5, 2] whose number in place [n, y, x, c] is 1000n + 100y + 10x + c. */
  static Stream<Named<INDArray>> arrays() {
    INDArray framed = numbers(40, 10, 9, 4, 2, 2, 1);
    return Stream.of(
        Named.of("as it lies in memory", numbers(40, 6, 5, 2, 0, 0, 0)),
        Named.of("Fortran order", numbers(40, 6, 5, 2, 0, 0, 0).dup('f')),
        Named.of(
            "without a frame",
            framed.get(
                NDArrayIndex.all(),
                NDArrayIndex.interval(2, 8),
                NDArrayIndex.interval(2, 7),
                NDArrayIndex.interval(1, 3))),
        Named.of(
            "channels first, turned round",
            numbers(40, 6, 5, 2, 0, 0, 0).permute(0, 3, 1, 2).dup('c').permute(0, 2, 3, 1)));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void rowsAreThoseAskedForInAnyMemoryOrder(INDArray array) {
    for (int from = 0; from < 40; from += 7) {
      int to = Math.min(40, from + 7);
      try (ArrayRows rows = new ArrayRows(array);
          INDArray part = rows.get(from, to).dup('c')) {
        assertThat(part.shape()).containsExactly(to - from, 6, 5, 2);
        for (int n = from; n < to; n++) {
          assertThat(part.getInt(n - from, 5, 4, 1)).isEqualTo(1000 * n + 541);
          assertThat(part.getInt(n - from, 0, 0, 0)).isEqualTo(1000 * n);
        }
      }
    }
  }

  @Test
  void theWholeIsTheArrayItself() {
    INDArray array = numbers(3, 6, 5, 2, 0, 0, 0).dup('f');
    try (ArrayRows rows = new ArrayRows(array)) {
      assertThat(rows.get(0, 3)).isSameAs(array);
    }
  }

  @Test
  void theCallersArrayStaysOpen() {
    INDArray array = numbers(3, 6, 5, 2, 0, 0, 0).dup('f');
    try (ArrayRows rows = new ArrayRows(array)) {
      rows.get(1, 2);
    }
    assertThat(array.wasClosed()).isFalse();
  }

  private static INDArray numbers(
      int images, int height, int width, int channels, int top, int left, int first) {
    INDArray array = Nd4j.create(DataType.FLOAT, images, height, width, channels);
    for (int n = 0; n < images; n++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          for (int c = 0; c < channels; c++) {
            array.putScalar(
                new int[] {n, y, x, c}, 1000 * n + 100 * (y - top) + 10 * (x - left) + c - first);
          }
        }
      }
    }
    return array;
  }
}
