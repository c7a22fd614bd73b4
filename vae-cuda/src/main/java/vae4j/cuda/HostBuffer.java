package vae4j.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;

/** A thread's memory between Java's heap and a GPU. */
final class HostBuffer {
  /** Its length. */
  static final int BYTES = 1 << 20;

  private static final ThreadLocal<HostBuffer> OF_THREAD = ThreadLocal.withInitial(HostBuffer::new);

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
  private final Pointer pointer = new Pointer(bytes);

  private HostBuffer() {}

  /** This thread's. */
  static HostBuffer ofThread() {
    return OF_THREAD.get();
  }

  /** Where it lies. */
  Pointer pointer() {
    return pointer;
  }

  /** Takes in numbers of an array, in a type. */
  void put(DataType type, float[] values, int from, int count) {
    if (type == DataType.DOUBLE) {
      for (int i = 0; i < count; i++) {
        bytes.putDouble(i * Double.BYTES, values[from + i]);
      }
    } else {
      bytes.asFloatBuffer().put(values, from, count);
    }
  }

  /** Takes in numbers of an array, in a type. */
  void put(DataType type, double[] values, int from, int count) {
    if (type == DataType.DOUBLE) {
      bytes.asDoubleBuffer().put(values, from, count);
    } else {
      for (int i = 0; i < count; i++) {
        bytes.putFloat(i * Float.BYTES, (float) values[from + i]);
      }
    }
  }

  /** Gives numbers of a type to an array. */
  void get(DataType type, float[] values, int from, int count) {
    if (type == DataType.DOUBLE) {
      for (int i = 0; i < count; i++) {
        values[from + i] = (float) bytes.getDouble(i * Double.BYTES);
      }
    } else {
      bytes.asFloatBuffer().get(values, from, count);
    }
  }

  /** Gives numbers of a type to an array. */
  void get(DataType type, double[] values, int from, int count) {
    if (type == DataType.DOUBLE) {
      bytes.asDoubleBuffer().get(values, from, count);
    } else {
      for (int i = 0; i < count; i++) {
        values[from + i] = bytes.getFloat(i * Float.BYTES);
      }
    }
  }

  /** Takes in an address or a length, as the number at an index. */
  void put(int index, long value) {
    bytes.putLong(index * Long.BYTES, value);
  }
}
