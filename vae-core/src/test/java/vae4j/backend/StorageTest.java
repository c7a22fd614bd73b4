package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Memory of every backend present, in every type it has. */
class StorageTest {
  private static final String ALL = "vae4j.backend.TestBackend#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void newMemoryIsZeros(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      assertThat(backend.get().dataType()).isEqualTo(type);
      Storage storage = backend.closing(backend.get().allocate(1001));

      assertThat(storage.length()).isEqualTo(1001);
      assertThat(storage.toDoubles()).hasSize(1001).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void writesArraysOfAnyShapeOrderAndType(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type);
        INDArray floats = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
        INDArray columns = floats.dup('f');
        INDArray doubles = floats.castTo(DataType.DOUBLE)) {
      for (INDArray array : new INDArray[] {floats, columns, doubles}) {
        Storage storage = backend.unwritten(6);
        storage.write(array);
        assertThat(storage.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
      }
      Storage column = backend.unwritten(2);
      column.write(floats.getColumn(1));
      assertThat(column.toDoubles()).containsExactly(2, 5);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void writesArraysOfTheHeap(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage storage = backend.unwritten(3);

      storage.write(new float[] {1.5f, -2, Float.NaN});

      assertThat(storage.toDoubles()).containsExactly(1.5, -2, Double.NaN);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void refusesAnotherNumberOfNumbers(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type);
        INDArray four = Nd4j.createFromArray(1f, 2, 3, 4)) {
      Storage storage = backend.storage(7, 8, 9);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> storage.write(four))
          .withMessage("length must be 3, was 4");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> storage.write(new float[2]))
          .withMessage("length must be 3, was 2");
      assertThat(storage.toDoubles()).containsExactly(7, 8, 9);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void readsACopyInAShape(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage storage = backend.storage(1, 2, 3, 4, 5, 6);
      try (INDArray read = storage.read(2, 3)) {
        storage.write(new float[6]);

        assertThat(read.shape()).containsExactly(2, 3);
        assertThat(read.dataType()).isEqualTo(type);
        assertThat(read.getDouble(0, 2)).isEqualTo(3);
        assertThat(read.getDouble(1, 0)).isEqualTo(4);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aSliceSharesTheMemory(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage whole = backend.storage(0, 1, 2, 3, 4, 5);
      Storage part = whole.slice(2, 3);

      assertThat(part.length()).isEqualTo(3);
      assertThat(part.toDoubles()).containsExactly(2, 3, 4);
      part.write(new float[] {20, 30, 40});
      assertThat(whole.toDoubles()).containsExactly(0, 1, 20, 30, 40, 5);
      try (INDArray read = part.slice(1, 2).read(2)) {
        assertThat(read.toDoubleVector()).containsExactly(30, 40);
      }
      try (INDArray values = Nd4j.createFromArray(7.0)) {
        part.slice(2, 1).write(values);
      }
      assertThat(whole.toDoubles()).containsExactly(0, 1, 20, 30, 7, 5);
      backend.get().add(backend.storage(1, 1, 1), part);
      assertThat(whole.toDoubles()).containsExactly(0, 1, 21, 31, 8, 5);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void closingASliceClosesNothing(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage whole = backend.storage(1, 2, 3);

      whole.slice(0, 3).close();
      whole.slice(1, 1).close();

      assertThat(whole.toDoubles()).containsExactly(1, 2, 3);
      assertThat(whole.slice(1, 2).toDoubles()).containsExactly(2, 3);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void refusesASliceThatIsNotInside(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage storage = backend.storage(1, 2, 3);

      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> storage.slice(1, 3))
          .withMessage("slice [1, 4) is outside [0, 3)");
      for (long[] outside : new long[][] {{-1, 2}, {1, -1}, {4, 0}, {Long.MAX_VALUE, 1}}) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> storage.slice(outside[0], outside[1]));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void closesTwice(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage storage = backend.storage(1, 2);

      storage.close();

      assertThatNoException().isThrownBy(storage::close);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aRunOfNumbersIsReadAndWritten(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage storage = backend.storage(0, 1, 2, 3, 4);
      float[] some = {9, 9, 9, 9};
      storage.read(2, some, 1, 2);
      assertThat(some).containsExactly(9, 2, 3, 9);

      storage.write(1, new float[] {5, 6, 7, 8}, 1, 3);
      assertThat(storage.toDoubles()).containsExactly(0, 6, 7, 8, 4);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> storage.read(4, some, 0, 2));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> storage.write(0, some, 3, 2));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void copiesAndAddsBlocks(BackendProvider provider, DataType type) {
    int blocks = 30_000;
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage source = backend.storage(1, 2, 3, 4, 5);
      Storage target = backend.closing(backend.get().allocate(blocks * 4L));

      // Two numbers to the places 1 and 2 of each four; a stride of 0 repeats them.
      backend.get().copyBlocks(source, 2, 0, target, 1, 4, 2, blocks);
      backend.get().addBlocks(source, 0, 0, target, 2, 4, 1, blocks);
      backend.get().copyBlocks(target, 1, 4, target, 3, 4, 1, blocks);

      double[] values = target.toDoubles();
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isEqualTo(new double[] {0, 3, 5, 3}[i % 4]);
      }
    }
  }
}
