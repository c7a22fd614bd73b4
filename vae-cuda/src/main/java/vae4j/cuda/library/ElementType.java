package vae4j.cuda.library;

/** The type of a tensor's numbers in the GPU's memory. */
public enum ElementType {
  /** 32 bits, 24 of them significant. */
  FLOAT32(4),
  /** 16 bits, 8 of them significant, with float32's range. */
  BFLOAT16(2),
  /** 16 bits, 11 of them significant, up to 65504. */
  FLOAT16(2);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }
}
