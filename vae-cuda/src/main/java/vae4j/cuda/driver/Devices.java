package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_NO_DEVICE;
import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cuInit;

import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Loader;

/** The GPUs of this machine, and why there may be none. */
public final class Devices {
  /** The version of CUDA that the kernels are built for: 1000 · major + 10 · minor. */
  private static final int NEEDED = 13_000;

  /** The driver's library on Linux and on Windows. */
  private static final String[] DRIVER = {"libcuda.so.1", "nvcuda.dll"};

  private Devices() {}

  /**
   * Why no GPU can be used.
   *
   * @param driver whether this machine has an NVIDIA driver at all
   * @param reason in one line
   */
  public record Problem(boolean driver, String reason) {}

  /** Why no GPU can be used; empty if one can. */
  public static Optional<Problem> problem() {
    if (Loading.RESULT.isPresent()) {
      return Loading.RESULT;
    }
    int code = cuInit(0);
    if (code != CUDA_SUCCESS) {
      return Optional.of(
          code == CUDA_ERROR_NO_DEVICE
              ? new Problem(true, "the NVIDIA driver finds no GPU")
              : new Problem(true, "the NVIDIA driver does not start: CUDA error " + code));
    }
    int[] version = new int[1];
    cuDriverGetVersion(version);
    if (version[0] < NEEDED) {
      return Optional.of(
          new Problem(
              true,
              "the NVIDIA driver is too old: it supports CUDA "
                  + text(version[0])
                  + ", needed is "
                  + text(NEEDED)
                  + " or newer (driver 580 or newer)"));
    }
    return count() == 0
        ? Optional.of(new Problem(true, "the NVIDIA driver finds no GPU"))
        : Optional.empty();
  }

  /** How many GPUs there are, once {@link #problem} has found none. */
  public static int count() {
    int[] count = new int[1];
    CudaException.check(cuDeviceGetCount(count), "counting GPUs");
    return count[0];
  }

  /** A version of CUDA as people write it. */
  static String text(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /** Loads the bindings on first use: a second failure would not tell the reason any more. */
  private static final class Loading {
    static final Optional<Problem> RESULT = load();

    private static Optional<Problem> load() {
      try {
        Loader.load(cudart.class);
        return Optional.empty();
      } catch (LinkageError e) {
        return Optional.of(missing(rootMessage(e)));
      }
    }
  }

  /** What an error of the loader says is missing. */
  static Problem missing(String message) {
    for (String library : DRIVER) {
      if (message.contains(library)) {
        return new Problem(false, "there is no NVIDIA driver (" + library + ")");
      }
    }
    if (message.contains("libcudart") || message.contains("cudart64")) {
      return new Problem(
          true,
          "the CUDA 13 runtime (libcudart.so.13, cudart64_13.dll) is missing: install it, or add"
              + " org.bytedeco:cuda-redist to the class path");
    }
    return new Problem(false, "CUDA's bindings do not load: " + message);
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
