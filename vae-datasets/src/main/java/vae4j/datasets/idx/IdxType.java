package vae4j.datasets.idx;

import org.jspecify.annotations.Nullable;

/** The types of values of an IDX file, all stored with their most significant byte first. */
public enum IdxType {
  /** A byte from 0 to 255, type code 0x08. */
  UNSIGNED_BYTE(0x08, 0, "unsigned byte"),

  /** A byte from −128 to 127, type code 0x09. */
  SIGNED_BYTE(0x09, 0, "signed byte"),

  /** A signed 16-bit integer, type code 0x0B. */
  SHORT(0x0b, 1, "16-bit integer"),

  /** A signed 32-bit integer, type code 0x0C. */
  INT(0x0c, 2, "32-bit integer"),

  /** A 32-bit floating-point number, type code 0x0D. */
  FLOAT(0x0d, 2, "32-bit float"),

  /** A 64-bit floating-point number, type code 0x0E. */
  DOUBLE(0x0e, 3, "64-bit float");

  private final int code;
  private final int shift;
  private final String words;

  IdxType(int code, int shift, String words) {
    this.code = code;
    this.shift = shift;
    this.words = words;
  }

  /** Whether the values are integers. */
  public boolean isInteger() {
    return this != FLOAT && this != DOUBLE;
  }

  /** The binary logarithm of a value's length in bytes. */
  int shift() {
    return shift;
  }

  /** The same for people. */
  String words() {
    return words;
  }

  /** The type of a code in a file's header, or null where there is none. */
  static @Nullable IdxType of(int code) {
    for (IdxType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
