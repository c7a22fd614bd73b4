package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class HostStorageTest {
  /** Memory that lies elsewhere. */
  private record DeviceStorage(long length) implements Storage {
    @Override
    public Storage slice(long offset, long length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(INDArray values) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(float[] values) {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray read(long... shape) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void read(float[] target, int offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double[] toDoubles() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }

  @Test
  void refusesMemoryOfADevice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostStorage.of(new DeviceStorage(3)))
        .withMessage("storage must be in host memory, was DeviceStorage");
  }

  @Test
  void takesItsOwn() {
    try (HostStorage storage = HostStorage.allocate(DataType.FLOAT, 2)) {
      assertThat(HostStorage.of(storage)).isSameAs(storage);
    }
  }

  @Test
  void roundsToItsType() {
    try (HostStorage floats = HostStorage.allocate(DataType.FLOAT, 1);
        HostStorage doubles = HostStorage.allocate(DataType.DOUBLE, 1)) {
      floats.set(0, 0.1);
      doubles.set(0, 0.1);

      assertThat(floats.isFloat()).isTrue();
      assertThat(floats.get(0)).isEqualTo((double) 0.1f);
      assertThat(doubles.isFloat()).isFalse();
      assertThat(doubles.get(0)).isEqualTo(0.1);
    }
  }

  @Test
  void copiesRunsToAndFromTheHeap() {
    try (HostStorage floats = HostStorage.allocate(DataType.FLOAT, 6);
        HostStorage doubles = HostStorage.allocate(DataType.DOUBLE, 6)) {
      floats.copyFrom(2, new float[] {1, 2, 3}, 2);
      doubles.copyFrom(2, new double[] {1, 2, 3}, 2);
      float[] someFloats = new float[3];
      double[] someDoubles = new double[3];
      floats.slice(1, 5).copyTo(1, someFloats, 3);
      doubles.slice(1, 5).copyTo(1, someDoubles, 3);

      assertThat(floats.toDoubles()).containsExactly(0, 0, 1, 2, 0, 0);
      assertThat(doubles.toDoubles()).containsExactly(0, 0, 1, 2, 0, 0);
      assertThat(someFloats).containsExactly(1, 2, 0);
      assertThat(someDoubles).containsExactly(1, 2, 0);
    }
  }

  @Test
  void theArrayItShowsSharesItsMemory() {
    try (HostStorage storage = HostStorage.allocate(DataType.DOUBLE, 4)) {
      storage.array(2, 2).putScalar(1, 0, 5);

      assertThat(storage.toDoubles()).containsExactly(0, 0, 5, 0);
    }
  }
}
