package vae4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Storage;

class Bfloat16StorageTest {
  @Test
  void newMemoryIsZeros() {
    try (Storage storage = Bfloat16Storage.allocate(7)) {
      assertThat(storage.length()).isEqualTo(7);
      assertThat(storage.toDoubles()).containsOnly(0);
    }
  }

  /** Eight significant bits: 1 + 2⁻⁷ is a number, halfway between two goes to the even one. */
  @Test
  void roundsToTheNearestTiesToEven() {
    float tie = 1 + 1 / 256f;
    float oddTie = 1 + 3 / 256f;
    try (Storage storage = Bfloat16Storage.allocate(6)) {
      storage.write(new float[] {1 + 1 / 128f, tie, oddTie, Math.nextUp(tie), Float.NaN, -1e38f});

      double[] values = storage.toDoubles();
      assertThat(values[0]).isEqualTo(1 + 1 / 128.0);
      assertThat(values[1]).isEqualTo(1);
      assertThat(values[2]).isEqualTo(1 + 4 / 256.0);
      assertThat(values[3]).isEqualTo(1 + 2 / 256.0);
      assertThat(values[4]).isNaN();
      assertThat(values[5] / -1e38).isBetween(1 - 1 / 256.0, 1 + 1 / 256.0);
    }
  }

  @Test
  void aSliceSharesTheMemory() {
    try (Storage storage = Bfloat16Storage.allocate(4);
        INDArray two = Nd4j.createFromArray(5f, 6f)) {
      Storage slice = storage.slice(1, 2);
      slice.write(two);
      slice.close();

      assertThat(storage.toDoubles()).containsExactly(0, 5, 6, 0);
      try (INDArray read = storage.read(2, 2)) {
        assertThat(read.toDoubleMatrix()).isDeepEqualTo(new double[][] {{0, 5}, {6, 0}});
      }
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> storage.slice(3, 2))
          .withMessage("slice [3, 5) is outside [0, 4)");
    }
  }

  @Test
  void refusesAnotherNumberOfNumbers() {
    try (Storage storage = Bfloat16Storage.allocate(2)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> storage.write(new float[3]))
          .withMessage("length must be 2, was 3");
    }
  }
}
