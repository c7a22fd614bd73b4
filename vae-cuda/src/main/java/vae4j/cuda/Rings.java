package vae4j.cuda;

import java.nio.ByteBuffer;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.cuda.driver.DeviceMemory;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.Launch;
import vae4j.cuda.driver.PinnedMemory;
import vae4j.cuda.driver.Stream;

/**
 * The numbers of several vectors in several runs: for each vector a ring of slots on the device,
 * and the same in pinned memory of the host.
 */
final class Rings implements AutoCloseable {
  /** Numbers of {@code struct Ring} of {@code recording.cu}. */
  private static final int FIELDS = 3;

  private final Kernels kernels;
  private final DataType type;
  private final List<DeviceStorage> vectors;
  private final int slots;
  private final int bytes;

  /** Of each vector: where its ring begins, in numbers. */
  private final long[] starts;

  private final long longest;
  private final DeviceStorage device;
  private final PinnedMemory host;
  private final DeviceMemory table;

  Rings(Kernels kernels, DataType type, List<DeviceStorage> vectors, int slots) {
    this.kernels = kernels;
    this.type = type;
    this.vectors = List.copyOf(vectors);
    this.slots = slots;
    this.bytes = DeviceStorage.bytes(type, Kind.REAL);
    this.starts = new long[vectors.size()];
    long numbers = 0;
    long most = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = numbers;
      numbers += slots * vectors.get(i).length();
      most = Math.max(most, vectors.get(i).length());
    }
    this.longest = most;
    this.device = DeviceStorage.allocate(kernels, type, Kind.REAL, Math.max(1, numbers));
    this.host = new PinnedMemory(kernels.gpu(), Math.max(1, numbers) * bytes);
    this.table =
        new DeviceMemory(kernels.gpu(), Math.max(1, (long) starts.length * FIELDS) * Long.BYTES);
    HostBuffer buffer = HostBuffer.ofThread();
    for (int i = 0; i < starts.length; i++) {
      buffer.put(FIELDS * i, device.address() + starts[i] * bytes);
      buffer.put(FIELDS * i + 1, vectors.get(i).address());
      buffer.put(FIELDS * i + 2, vectors.get(i).length());
    }
    if (starts.length > 0) {
      kernels.gpu().stream()
          .write(table.address(), buffer.pointer(), (long) starts.length * FIELDS * Long.BYTES);
    }
  }

  /** Moves each vector's numbers between it and the slot that is due. */
  void move(String kernel, long counter) {
    if (starts.length > 0) {
      long blocks = Math.min(1024, (longest + Launch.THREADS - 1) / Launch.THREADS);
      kernels
          .launch(kernel)
          .address(table.address())
          .address(counter)
          .integer(slots)
          .grid(blocks, starts.length, 1);
    }
  }

  private int place(int vector, int slot) {
    return Math.toIntExact((starts[vector] + slot * vectors.get(vector).length()) * bytes);
  }

  /** Writes numbers of a vector on the host. */
  void put(int vector, int slot, float[] values) {
    long length = vectors.get(vector).length();
    if (values.length != length) {
      throw new IllegalArgumentException("length must be " + length + ", was " + values.length);
    }
    ByteBuffer buffer = host.buffer();
    int place = place(vector, slot);
    if (type == DataType.DOUBLE) {
      for (int i = 0; i < values.length; i++) {
        buffer.putDouble(place + i * bytes, values[i]);
      }
    } else {
      buffer.slice(place, values.length * bytes).order(buffer.order()).asFloatBuffer().put(values);
    }
  }

  /** Writes the number of a vector of length 1 on the host. */
  void put(int vector, int slot, double value) {
    if (type == DataType.DOUBLE) {
      host.buffer().putDouble(place(vector, slot), value);
    } else {
      host.buffer().putFloat(place(vector, slot), (float) value);
    }
  }

  /** Copies slots to the device. */
  void write(Stream stream, int slot, int count) {
    for (int i = 0; i < starts.length; i++) {
      int place = place(i, slot);
      stream.write(
          device.address() + place, host.at(place), count * vectors.get(i).length() * bytes);
    }
  }

  /** Copies slots to the host. */
  void read(Stream stream, int slot, int count) {
    for (int i = 0; i < starts.length; i++) {
      int place = place(i, slot);
      stream.read(
          device.address() + place, host.at(place), count * vectors.get(i).length() * bytes);
    }
  }

  /** The numbers of each vector that lie in a slot on the host. */
  double[][] get(int slot) {
    double[][] values = new double[starts.length][];
    ByteBuffer buffer = host.buffer();
    for (int v = 0; v < values.length; v++) {
      values[v] = new double[Math.toIntExact(vectors.get(v).length())];
      int place = place(v, slot);
      for (int i = 0; i < values[v].length; i++) {
        int at = place + i * bytes;
        values[v][i] = type == DataType.DOUBLE ? buffer.getDouble(at) : buffer.getFloat(at);
      }
    }
    return values;
  }

  @Override
  public void close() {
    table.close();
    device.close();
    host.close();
  }
}
