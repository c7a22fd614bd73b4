package vae4j.cuda;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Storage;
import vae4j.cuda.driver.DeviceMemory;
import vae4j.cuda.driver.Gpu;
import vae4j.cuda.driver.Kernels;

/** A vector in a GPU's memory. */
final class DeviceStorage implements Storage {
  private final Kernels kernels;
  private final DataType type;
  private final Kind kind;
  private final long address;
  private final long length;

  /** What it was allocated as; null for a part of another. */
  private final @Nullable DeviceMemory memory;

  private DeviceStorage(
      Kernels kernels,
      DataType type,
      Kind kind,
      long address,
      long length,
      @Nullable DeviceMemory memory) {
    this.kernels = kernels;
    this.type = type;
    this.kind = kind;
    this.address = address;
    this.length = length;
    this.memory = memory;
  }

  /**
   * Zeros.
   *
   * @param kernels of the GPU
   * @param type that the kernels compute in, float32 or float64
   * @param kind format of the numbers
   * @param length how many
   */
  static DeviceStorage allocate(Kernels kernels, DataType type, Kind kind, long length) {
    DeviceMemory memory = new DeviceMemory(kernels.gpu(), length * bytes(type, kind));
    return new DeviceStorage(kernels, type, kind, memory.address(), length, memory);
  }

  /** A vector of this backend, which another backend's is not. */
  static DeviceStorage of(Storage storage) {
    if (storage instanceof DeviceStorage device) {
      return device;
    }
    throw new IllegalArgumentException(
        "memory must be of the cuda backend, was " + storage.getClass().getSimpleName());
  }

  /** Its address, or 0 for null. */
  static long address(@Nullable Storage storage) {
    return storage == null ? 0 : of(storage).address;
  }

  /** Bytes of a number. */
  static int bytes(DataType type, Kind kind) {
    if (kind != Kind.REAL) {
      return Short.BYTES;
    }
    return type == DataType.DOUBLE ? Double.BYTES : Float.BYTES;
  }

  /** Where its first number lies on the device. */
  long address() {
    return address;
  }

  /** The format of its numbers. */
  Kind kind() {
    return kind;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Storage slice(long offset, long count) {
    if (offset < 0 || count < 0 || offset > length - count) {
      throw new IndexOutOfBoundsException(
          "slice [" + offset + ", " + (offset + count) + ") is outside [0, " + length + ")");
    }
    long start = address + offset * bytes(type, kind);
    return new DeviceStorage(kernels, type, kind, start, count, null);
  }

  @Override
  public void write(INDArray values) {
    requireLength(values.length());
    boolean whole = values.ordering() == 'c' && values.data().length() == length;
    if (kind == Kind.REAL && whole && values.dataType() == type) {
      gpu().stream().write(address, values.data().addressPointer(), length * bytes(type, kind));
      return;
    }
    try (INDArray copy = values.dup('c')) {
      if (type == DataType.DOUBLE) {
        write(copy.data().asDouble());
      } else {
        write(copy.data().asFloat());
      }
    }
  }

  @Override
  public void write(float[] values) {
    requireLength(values.length);
    writeChunks((buffer, from, count) -> buffer.put(type, values, from, count));
  }

  @Override
  public void write(double[] values) {
    requireLength(values.length);
    writeChunks((buffer, from, count) -> buffer.put(type, values, from, count));
  }

  /** Fills the host's buffer with some numbers of this vector, or takes them from it. */
  private interface Chunk {
    void run(HostBuffer buffer, int from, int count);
  }

  private void writeChunks(Chunk fill) {
    if (kind != Kind.REAL) {
      try (DeviceStorage numbers = allocate(kernels, type, Kind.REAL, length)) {
        numbers.writeChunks(fill);
        numbers.convert(this);
      }
      return;
    }
    HostBuffer buffer = HostBuffer.ofThread();
    int size = bytes(type, kind);
    int most = HostBuffer.BYTES / size;
    for (long from = 0; from < length; from += most) {
      int count = (int) Math.min(most, length - from);
      fill.run(buffer, Math.toIntExact(from), count);
      gpu().stream().write(address + from * size, buffer.pointer(), (long) count * size);
    }
  }

  private void readChunks(Chunk take) {
    if (kind != Kind.REAL) {
      try (DeviceStorage numbers = allocate(kernels, type, Kind.REAL, length)) {
        convert(numbers);
        numbers.readChunks(take);
      }
      return;
    }
    if (gpu().recording()) {
      throw new IllegalStateException("memory of the device cannot be read while work is recorded");
    }
    HostBuffer buffer = HostBuffer.ofThread();
    int size = bytes(type, kind);
    int most = HostBuffer.BYTES / size;
    for (long from = 0; from < length; from += most) {
      int count = (int) Math.min(most, length - from);
      gpu().stream().read(address + from * size, buffer.pointer(), (long) count * size);
      gpu().stream().synchronize();
      take.run(buffer, Math.toIntExact(from), count);
    }
  }

  /** Copies all numbers into another vector, in its format. */
  void convert(DeviceStorage target) {
    kernels
        .launch("convert")
        .address(address)
        .integer(kind.code())
        .address(target.address)
        .integer(target.kind.code())
        .size(length)
        .over(length);
  }

  private Gpu gpu() {
    return kernels.gpu();
  }

  private void requireLength(long count) {
    if (count != length) {
      throw new IllegalArgumentException("length must be " + length + ", was " + count);
    }
  }

  @Override
  public INDArray read(long... shape) {
    if (type == DataType.DOUBLE) {
      return Nd4j.create(toDoubles(), shape, type);
    }
    float[] values = new float[Math.toIntExact(length)];
    read(values, 0);
    return Nd4j.create(values, shape, 'c');
  }

  @Override
  public void read(float[] target, int offset) {
    Objects.checkFromIndexSize(offset, Math.toIntExact(length), target.length);
    readChunks((buffer, from, count) -> buffer.get(type, target, offset + from, count));
  }

  @Override
  public double[] toDoubles() {
    double[] values = new double[Math.toIntExact(length)];
    readChunks((buffer, from, count) -> buffer.get(type, values, from, count));
    return values;
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
  }
}
