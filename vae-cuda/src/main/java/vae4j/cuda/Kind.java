package vae4j.cuda;

/** The format of numbers in a GPU's memory. */
enum Kind {
  /** The type that the kernels compute in: float32, or float64. */
  REAL(0),
  /** bfloat16: 8 significant bits, the exponents of float32. */
  BFLOAT16(1),
  /** float16: 11 significant bits, up to 65,504. */
  FLOAT16(2);

  private final int code;

  Kind(int code) {
    this.code = code;
  }

  /** Its number in {@code kinds.cuh}. */
  int code() {
    return code;
  }
}
