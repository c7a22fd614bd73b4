package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cuGetErrorString;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A call of the CUDA driver failed. The message is one line. */
public final class CudaException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final int code;

  private CudaException(String message, int code) {
    super(message);
    this.code = code;
  }

  /** The driver's error number, such as 2 for too little memory. */
  public int code() {
    return code;
  }

  /**
   * Checks what a call returned.
   *
   * @param code the driver's error number, 0 for none
   * @param action what was done, for people
   * @throws CudaException if it is an error
   */
  static void check(int code, String action) {
    if (code != CUDA_SUCCESS) {
      throw new CudaException(
          action + " failed: " + describe(code) + " (CUDA error " + code + ")", code);
    }
  }

  /** The driver's own words: name and sentence. */
  private static String describe(int code) {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1);
        PointerPointer<BytePointer> sentence = new PointerPointer<>(1)) {
      if (cuGetErrorName(code, name) != CUDA_SUCCESS
          || cuGetErrorString(code, sentence) != CUDA_SUCCESS) {
        return "unknown error";
      }
      return text(name) + ", " + text(sentence);
    }
  }

  private static String text(PointerPointer<BytePointer> at) {
    Pointer text = at.get(BytePointer.class, 0);
    return text.isNull() ? "" : new BytePointer(text).getString();
  }
}
