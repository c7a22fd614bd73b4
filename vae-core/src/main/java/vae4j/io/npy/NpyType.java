package vae4j.io.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The type of an array's elements.
 *
 * @param kind NumPy's letter: {@code b} boolean, {@code u} unsigned integer, {@code i} integer,
 *     {@code f} floating point; others, such as {@code O} for Python objects and {@code U} for
 *     text, are known by name only
 * @param bytes of one element
 * @param order of the bytes
 */
public record NpyType(char kind, int bytes, ByteOrder order) {
  /** {@code <f4}. */
  public static final NpyType FLOAT32 = new NpyType('f', 4, ByteOrder.LITTLE_ENDIAN);

  /** {@code <i4}. */
  public static final NpyType INT32 = new NpyType('i', 4, ByteOrder.LITTLE_ENDIAN);

  private static final String KINDS = "?biufcSaUVOmM";

  /** Bytes of a character of NumPy's Unicode text. */
  private static final int TEXT_BYTES = 4;

  /**
   * Reads NumPy's name of a type.
   *
   * @param name such as {@code <f4}, {@code |u1}, {@code >i8}
   * @return the type
   * @throws IllegalArgumentException if it is no such name
   */
  static NpyType parse(String name) {
    int start = !name.isEmpty() && "<>|=".indexOf(name.charAt(0)) >= 0 ? 1 : 0;
    if (name.length() <= start || KINDS.indexOf(name.charAt(start)) < 0) {
      throw new IllegalArgumentException("no type is called '" + name + "'");
    }
    // The unit of a time, such as M8[ns], is passed over.
    String size = name.substring(start + 1).replaceFirst("\\[.*]$", "");
    char kind = name.charAt(start);
    if (!size.matches("\\d{0,9}") || (size.isEmpty() && kind != 'O' && kind != '?')) {
      throw new IllegalArgumentException("no type is called '" + name + "'");
    }
    int number = size.isEmpty() ? (kind == 'O' ? Long.BYTES : 1) : Integer.parseInt(size);
    return new NpyType(
        kind == '?' ? 'b' : kind,
        kind == 'U' ? Math.multiplyExact(TEXT_BYTES, number) : number,
        name.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether elements are numbers, or booleans, that can be read here. */
  public boolean isNumber() {
    return switch (kind) {
      case 'b' -> bytes == 1;
      case 'i', 'u' -> bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
      case 'f' -> bytes == 2 || bytes == 4 || bytes == 8;
      default -> false;
    };
  }

  /** Whether elements are whole numbers or booleans. */
  public boolean isWhole() {
    return isNumber() && kind != 'f';
  }

  /** Whether elements are Python objects, which NumPy pickles. */
  public boolean isObject() {
    return kind == 'O';
  }

  /**
   * Turns bytes into numbers; booleans become 0 and 1.
   *
   * @param source elements one after the other; its position and order are not changed
   * @param from byte at which the first one starts
   * @param target receives them, rounded to float32
   * @param offset where in {@code target} the first one goes
   * @param count how many
   * @throws IllegalStateException if elements are not numbers
   */
  public void read(ByteBuffer source, int from, float[] target, int offset, int count) {
    if (!isNumber()) {
      throw new IllegalStateException("elements must be numbers, are " + this);
    }
    ByteBuffer in = source.duplicate().order(order);
    switch ("" + kind + bytes) {
      case "b1" -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = in.get(from + i) == 0 ? 0 : 1;
        }
      }
      case "u1" -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = in.get(from + i) & 0xff;
        }
      }
      case "f4" ->
          in.slice(from, count * Float.BYTES)
              .order(order)
              .asFloatBuffer()
              .get(target, offset, count);
      case "f2" -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = half(in.getShort(from + 2 * i));
        }
      }
      case "f8" -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = (float) in.getDouble(from + 8 * i);
        }
      }
      case "u8" -> {
        for (int i = 0; i < count; i++) {
          long value = in.getLong(from + 8 * i);
          target[offset + i] = value >= 0 ? value : (value >>> 1) * 2f;
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = whole(in, from + bytes * i);
        }
      }
    }
  }

  /**
   * Turns bytes into whole numbers; booleans become 0 and 1.
   *
   * @param source elements one after the other; its position and order are not changed
   * @param from byte at which the first one starts
   * @param target receives them
   * @throws IllegalStateException if elements are not whole numbers
   */
  public void read(ByteBuffer source, int from, long[] target) {
    if (!isWhole()) {
      throw new IllegalStateException("elements must be whole numbers, are " + this);
    }
    ByteBuffer in = source.duplicate().order(order);
    for (int i = 0; i < target.length; i++) {
      target[i] = whole(in, from + bytes * i);
    }
  }

  /** NumPy's name of the type, such as {@code <f4}. */
  @Override
  public String toString() {
    String side =
        bytes == 1 || "OSV".indexOf(kind) >= 0 ? "|" : order == ByteOrder.BIG_ENDIAN ? ">" : "<";
    return side + kind + (kind == 'O' ? "" : kind == 'U' ? bytes / TEXT_BYTES : bytes);
  }

  private long whole(ByteBuffer in, int at) {
    if (kind == 'b') {
      return in.get(at) == 0 ? 0 : 1;
    }
    boolean signed = kind == 'i';
    return switch (bytes) {
      case 1 -> signed ? in.get(at) : in.get(at) & 0xff;
      case 2 -> signed ? in.getShort(at) : in.getShort(at) & 0xffff;
      case 4 -> signed ? in.getInt(at) : in.getInt(at) & 0xffff_ffffL;
      // An unsigned number of 2^63 or more comes out negative.
      default -> in.getLong(at);
    };
  }

  /** binary16 of IEEE 754: 1 sign bit, 5 of the exponent, 10 of the fraction. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float value =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> (0x400 + fraction) * (float) Math.scalb(1.0, exponent - 25);
        };
    return bits < 0 ? -value : value;
  }
}
