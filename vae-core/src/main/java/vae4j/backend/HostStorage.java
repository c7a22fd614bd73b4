package vae4j.backend;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A vector in ND4J's host memory: the storage of every CPU backend. ND4J's operations take {@link
 * #array}, native code takes {@link #address}, and Java loops {@link #get} and {@link #set}.
 */
public final class HostStorage implements Storage {
  private final INDArray array;
  private final boolean owner;
  private final Pointer pointer;
  private final @Nullable FloatBuffer floats;
  private final @Nullable DoubleBuffer doubles;

  private HostStorage(INDArray array, boolean owner) {
    this.array = array;
    this.owner = owner;
    Pointer address = array.data().addressPointer();
    if (array.dataType() == DataType.FLOAT) {
      FloatPointer typed = new FloatPointer(address).capacity(array.length());
      this.pointer = typed;
      this.floats = typed.asBuffer();
      this.doubles = null;
    } else {
      DoublePointer typed = new DoublePointer(address).capacity(array.length());
      this.pointer = typed;
      this.floats = null;
      this.doubles = typed.asBuffer();
    }
  }

  /**
   * New memory.
   *
   * @param dataType {@link DataType#FLOAT} or {@link DataType#DOUBLE}
   * @param length how many numbers, at least 1
   * @return zeros
   */
  public static HostStorage allocate(DataType dataType, long length) {
    return new HostStorage(Nd4j.createUninitializedDetached(dataType, length).assign(0), true);
  }

  /**
   * The storage as a CPU backend's.
   *
   * @param storage what a CPU backend was given
   * @return the same, with its type
   * @throws IllegalArgumentException if it belongs to a device
   */
  public static HostStorage of(Storage storage) {
    if (storage instanceof HostStorage host) {
      return host;
    }
    throw new IllegalArgumentException(
        "storage must be in host memory, was " + storage.getClass().getSimpleName());
  }

  /** The vector as ND4J sees it, [length], sharing its memory. */
  public INDArray array() {
    return array;
  }

  /**
   * The vector in a shape, sharing its memory.
   *
   * @param shape dimensions whose product is the length, C order
   * @return a view
   */
  public INDArray array(long... shape) {
    return array.reshape('c', shape);
  }

  /** Whether the numbers are float32; else they are float64. */
  public boolean isFloat() {
    return floats != null;
  }

  /** Where the first number lies, as a {@code FloatPointer} or {@code DoublePointer}. */
  public Pointer address() {
    return pointer;
  }

  /**
   * One number.
   *
   * @param index from 0; the vector must be shorter than 2³¹
   * @return its value
   */
  public double get(int index) {
    return floats != null ? floats.get(index) : Objects.requireNonNull(doubles).get(index);
  }

  /**
   * Sets one number.
   *
   * @param index from 0; the vector must be shorter than 2³¹
   * @param value rounded to the vector's type
   */
  public void set(int index, double value) {
    if (floats != null) {
      floats.put(index, (float) value);
    } else {
      Objects.requireNonNull(doubles).put(index, value);
    }
  }

  /**
   * Copies a run of numbers to the heap.
   *
   * @param offset first number; the vector must be shorter than 2³¹
   * @param target {@code float[]} or {@code double[]}, as the vector's type; filled from 0
   * @param length how many
   */
  public void copyTo(long offset, Object target, int length) {
    int from = Math.toIntExact(offset);
    if (floats != null) {
      floats.get(from, (float[]) target, 0, length);
    } else {
      Objects.requireNonNull(doubles).get(from, (double[]) target, 0, length);
    }
  }

  /**
   * Copies a run of numbers from the heap.
   *
   * @param offset first number; the vector must be shorter than 2³¹
   * @param source {@code float[]} or {@code double[]}, as the vector's type; taken from 0
   * @param length how many
   */
  public void copyFrom(long offset, Object source, int length) {
    int from = Math.toIntExact(offset);
    if (floats != null) {
      floats.put(from, (float[]) source, 0, length);
    } else {
      Objects.requireNonNull(doubles).put(from, (double[]) source, 0, length);
    }
  }

  /**
   * Copies a run of numbers of another vector.
   *
   * @param offset first number; the vector must be shorter than 2³¹
   * @param source of the same type
   * @param from first number there
   * @param length how many
   */
  public void copyFrom(long offset, HostStorage source, long from, int length) {
    if (floats != null) {
      FloatBuffer values = Objects.requireNonNull(source.floats);
      floats.put(Math.toIntExact(offset), values, Math.toIntExact(from), length);
    } else {
      DoubleBuffer values = Objects.requireNonNull(source.doubles);
      Objects.requireNonNull(doubles)
          .put(Math.toIntExact(offset), values, Math.toIntExact(from), length);
    }
  }

  /**
   * Copies a run of numbers to the heap as float64.
   *
   * @param offset first number; the vector must be shorter than 2³¹
   * @param target filled from 0
   * @param length how many
   */
  public void readDoubles(long offset, double[] target, int length) {
    int from = Math.toIntExact(offset);
    if (doubles != null) {
      doubles.get(from, target, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      target[i] = Objects.requireNonNull(floats).get(from + i);
    }
  }

  /**
   * Copies a run of float64 numbers from the heap, rounded to the vector's type.
   *
   * @param offset first number; the vector must be shorter than 2³¹
   * @param source taken from 0
   * @param length how many
   */
  public void writeDoubles(long offset, double[] source, int length) {
    int from = Math.toIntExact(offset);
    if (doubles != null) {
      doubles.put(from, source, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      Objects.requireNonNull(floats).put(from + i, (float) source[i]);
    }
  }

  @Override
  public void read(double[] target) {
    requireLength(target.length);
    readDoubles(0, target, target.length);
  }

  @Override
  public void write(double[] values) {
    requireLength(values.length);
    writeDoubles(0, values, values.length);
  }

  @Override
  public long length() {
    return array.length();
  }

  @Override
  public HostStorage slice(long offset, long length) {
    if (offset < 0 || length < 0 || offset > length() - length) {
      throw new IndexOutOfBoundsException(
          "slice [" + offset + ", " + (offset + length) + ") is outside [0, " + length() + ")");
    }
    return new HostStorage(array.get(NDArrayIndex.interval(offset, offset + length)), false);
  }

  @Override
  public void write(INDArray values) {
    requireLength(values.length());
    array.assign(values.reshape('c', new long[] {length()}));
  }

  @Override
  public void write(float[] values) {
    requireLength(values.length);
    if (floats != null) {
      copyFrom(0, values, values.length);
      return;
    }
    for (int i = 0; i < values.length; i++) {
      set(i, values[i]);
    }
  }

  private void requireLength(long given) {
    if (given != length()) {
      throw new IllegalArgumentException("length must be " + length() + ", was " + given);
    }
  }

  @Override
  public INDArray read(long... shape) {
    return array.dup('c').reshape('c', shape);
  }

  @Override
  public void read(float[] target, int offset) {
    int length = Math.toIntExact(length());
    Objects.checkFromIndexSize(offset, length, target.length);
    if (floats != null) {
      floats.get(0, target, offset, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      target[offset + i] = (float) get(i);
    }
  }

  @Override
  public void read(long from, float[] target, int offset, int count) {
    Objects.checkFromIndexSize(from, count, length());
    Objects.checkFromIndexSize(offset, count, target.length);
    if (floats != null) {
      floats.get((int) from, target, offset, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[offset + i] = (float) get((int) from + i);
    }
  }

  @Override
  public void write(long to, float[] values, int offset, int count) {
    Objects.checkFromIndexSize(to, count, length());
    Objects.checkFromIndexSize(offset, count, values.length);
    if (floats != null) {
      floats.put((int) to, values, offset, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      set((int) to + i, values[offset + i]);
    }
  }

  @Override
  public double[] toDoubles() {
    double[] values = new double[Math.toIntExact(length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i);
    }
    return values;
  }

  @Override
  public void close() {
    if (owner && !array.wasClosed()) {
      array.close();
    }
  }
}
