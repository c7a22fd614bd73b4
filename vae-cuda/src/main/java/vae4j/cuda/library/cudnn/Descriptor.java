package vae4j.cuda.library.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_STATUS_SUCCESS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_BACKEND_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_BOOLEAN;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_CHAR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_DOUBLE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_HANDLE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_INT64;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_VOID_PTR;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendCreateDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendDestroyDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendFinalize;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendGetAttribute;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendSetAttribute;
import static org.bytedeco.cuda.global.cudnn.cudnnGetErrorString;
import static org.bytedeco.cuda.global.cudnn.cudnnGetLastErrorString;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.cuda.cudnn.cudnnBackendDescriptor_t;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import vae4j.cuda.library.LibraryException;

/**
 * One of cuDNN's descriptors: attributes are set, then it is finished, then it can be read and be
 * an attribute of others, which must be closed before it. Attributes are copied when they are set.
 */
final class Descriptor implements AutoCloseable {
  private static final int LONGEST_MESSAGE = 1024;

  private final String name;
  private final cudnnBackendDescriptor_t pointer = new cudnnBackendDescriptor_t();

  /**
   * An empty one.
   *
   * @param type cuDNN's number of its kind
   * @param name what it is, for people
   */
  Descriptor(int type, String name) {
    this.name = name;
    check(cudnnBackendCreateDescriptor(type, pointer), "making " + name);
  }

  cudnnBackendDescriptor_t pointer() {
    return pointer;
  }

  Descriptor setLongs(int attribute, long... values) {
    try (LongPointer numbers = new LongPointer(values)) {
      return set(attribute, CUDNN_TYPE_INT64, values.length, numbers);
    }
  }

  Descriptor setFloat(int attribute, float value) {
    try (FloatPointer number = new FloatPointer(new float[] {value})) {
      return set(attribute, CUDNN_TYPE_FLOAT, 1, number);
    }
  }

  Descriptor setDouble(int attribute, double value) {
    try (DoublePointer number = new DoublePointer(new double[] {value})) {
      return set(attribute, CUDNN_TYPE_DOUBLE, 1, number);
    }
  }

  Descriptor setFlag(int attribute, boolean value) {
    try (BytePointer bit = new BytePointer(new byte[] {(byte) (value ? 1 : 0)})) {
      return set(attribute, CUDNN_TYPE_BOOLEAN, 1, bit);
    }
  }

  /** A value of an enumeration of cuDNN's, which is 32 bits long. */
  Descriptor setEnum(int attribute, int type, int value) {
    try (IntPointer number = new IntPointer(new int[] {value})) {
      return set(attribute, type, 1, number);
    }
  }

  Descriptor set(int attribute, Descriptor... values) {
    try (LongPointer addresses = addresses(values)) {
      return set(attribute, CUDNN_TYPE_BACKEND_DESCRIPTOR, values.length, addresses);
    }
  }

  Descriptor setAddresses(int attribute, long... values) {
    try (LongPointer addresses = new LongPointer(values)) {
      return set(attribute, CUDNN_TYPE_VOID_PTR, values.length, addresses);
    }
  }

  Descriptor setHandle(int attribute, cudnnContext handle) {
    try (LongPointer address = new LongPointer(new long[] {handle.address()})) {
      return set(attribute, CUDNN_TYPE_HANDLE, 1, address);
    }
  }

  Descriptor setText(int attribute, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (BytePointer characters = new BytePointer(bytes)) {
      return set(attribute, CUDNN_TYPE_CHAR, bytes.length, characters);
    }
  }

  private Descriptor set(int attribute, int type, long count, Pointer values) {
    check(
        cudnnBackendSetAttribute(pointer, attribute, type, count, values),
        "setting attribute " + attribute + " of " + name);
    return this;
  }

  /** Has cuDNN check the attributes; no more can be set. */
  Descriptor finish() {
    check(cudnnBackendFinalize(pointer), "finishing " + name);
    return this;
  }

  /** Whole numbers, at most so many. */
  long[] longs(int attribute, int most) {
    try (LongPointer values = new LongPointer(new long[most])) {
      long[] array = new long[read(attribute, CUDNN_TYPE_INT64, most, values)];
      values.get(array);
      return array;
    }
  }

  /** Values of an enumeration of cuDNN's, at most so many. */
  int[] enums(int attribute, int type, int most) {
    try (IntPointer values = new IntPointer(new int[most])) {
      int[] array = new int[read(attribute, type, most, values)];
      values.get(array);
      return array;
    }
  }

  /** A text. */
  String text(int attribute) {
    int length = read(attribute, CUDNN_TYPE_CHAR, 0, null);
    try (BytePointer characters = new BytePointer(length + 1L)) {
      int count = read(attribute, CUDNN_TYPE_CHAR, length, characters);
      byte[] bytes = new byte[count];
      characters.get(bytes);
      return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
    }
  }

  /**
   * Descriptors, which cuDNN writes into empty ones.
   *
   * @param attribute which
   * @param into empty ones of the right kind
   * @return how many of them were written; there may be more
   */
  int fill(int attribute, Descriptor... into) {
    try (LongPointer addresses = addresses(into)) {
      return read(attribute, CUDNN_TYPE_BACKEND_DESCRIPTOR, into.length, addresses);
    }
  }

  private int read(int attribute, int type, int most, @Nullable Pointer values) {
    long[] count = new long[1];
    check(
        cudnnBackendGetAttribute(pointer, attribute, type, most, count, values),
        "reading attribute " + attribute + " of " + name);
    // Asked for none, cuDNN says how many there are.
    return (int) (most == 0 ? count[0] : Math.min(count[0], most));
  }

  private static LongPointer addresses(Descriptor... descriptors) {
    return new LongPointer(
        Arrays.stream(descriptors).mapToLong(each -> each.pointer.address()).toArray());
  }

  static void check(int status, String action) {
    if (status != CUDNN_STATUS_SUCCESS) {
      throw new LibraryException(
          "cuDNN: "
              + action
              + " failed: "
              + cudnnGetErrorString(status).getString()
              + " "
              + lastMessage());
    }
  }

  /** What cuDNN said about the last error of this thread. */
  private static String lastMessage() {
    byte[] message = new byte[LONGEST_MESSAGE];
    cudnnGetLastErrorString(message, message.length);
    int length = 0;
    while (length < message.length && message[length] != 0) {
      length++;
    }
    return new String(message, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    cudnnBackendDestroyDescriptor(pointer);
  }
}
