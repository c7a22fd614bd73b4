package vae4j.onednn;

import java.nio.ShortBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Storage;

/**
 * A vector in bfloat16: the upper half of a float32's bits, rounded to the nearest, ties to even.
 */
final class Bfloat16Storage implements Storage {
  private final ShortPointer pointer;
  private final ShortBuffer buffer;
  private final boolean owner;

  private Bfloat16Storage(ShortPointer pointer, boolean owner) {
    this.pointer = pointer;
    this.buffer = pointer.asBuffer();
    this.owner = owner;
  }

  /**
   * New memory.
   *
   * @param length how many numbers, at least 1
   * @return zeros
   */
  static Bfloat16Storage allocate(long length) {
    ShortPointer memory = new ShortPointer(length);
    Pointer.memset(memory, 0, length * Short.BYTES);
    return new Bfloat16Storage(memory, true);
  }

  /** Where the first number lies. */
  Pointer address() {
    return pointer;
  }

  @Override
  public long length() {
    return pointer.limit();
  }

  @Override
  public Storage slice(long offset, long length) {
    if (offset < 0 || length < 0 || offset > length() - length) {
      throw new IndexOutOfBoundsException(
          "slice [" + offset + ", " + (offset + length) + ") is outside [0, " + length() + ")");
    }
    ShortPointer part = new ShortPointer(pointer.getPointer(offset)).capacity(length);
    return new Bfloat16Storage(part, false);
  }

  @Override
  public void write(INDArray values) {
    write(values.reshape('c', new long[] {values.length()}).toFloatVector());
  }

  @Override
  public void write(float[] values) {
    if (values.length != length()) {
      throw new IllegalArgumentException("length must be " + length() + ", was " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      buffer.put(i, round(values[i]));
    }
  }

  private static short round(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  @Override
  public INDArray read(long... shape) {
    float[] values = new float[Math.toIntExact(length())];
    read(values, 0);
    return Nd4j.create(values, shape, 'c');
  }

  @Override
  public void read(float[] target, int offset) {
    int length = Math.toIntExact(length());
    Objects.checkFromIndexSize(offset, length, target.length);
    for (int i = 0; i < length; i++) {
      target[offset + i] = get(i);
    }
  }

  private float get(int index) {
    return Float.intBitsToFloat(buffer.get(index) << 16);
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
    if (owner) {
      pointer.deallocate();
    }
  }
}
