package vae4j.cuda.library;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** What both libraries need of JavaCPP: loading, and addresses that change without garbage. */
public final class Natives {
  // The words of Linux's loader, and of JavaCPP where a jar with its own native part is missing.
  private static final Pattern MISSING =
      Pattern.compile("([\\w+.-]+\\.so[.\\d]*): cannot open shared object file");
  private static final Pattern NO_BINDINGS =
      Pattern.compile("no (jni\\w+) in java\\.library\\.path");

  private static final String MISSING_FILE = " is missing";
  private static @Nullable String firstReason;

  private Natives() {}

  /**
   * Loads the bindings of a library with all they need.
   *
   * @param bindings the class with the library's functions
   * @param product the library's name
   * @param advice what to install, as a sentence
   * @return why they do not load, in one line; empty if they do
   */
  public static Optional<String> load(Class<?> bindings, String product, String advice) {
    try {
      Loader.load(bindings);
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(product + " is not available: " + first(reason(e)) + "; " + advice);
    }
  }

  // Bindings that others need fail once with the reason, and then without.
  private static synchronized String first(String reason) {
    if (firstReason == null || reason.endsWith(MISSING_FILE)) {
      firstReason = reason;
    }
    return firstReason;
  }

  /** The file that is missing, from the error and its causes; else the first line of the last. */
  static String reason(Throwable failure) {
    Optional<String> bindings = Optional.empty();
    String message = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      message = String.valueOf(cause.getMessage());
      Matcher missing = MISSING.matcher(message);
      if (missing.find()) {
        return missing.group(1) + MISSING_FILE;
      }
      Matcher none = NO_BINDINGS.matcher(message);
      if (none.find()) {
        bindings = Optional.of("CUDA's bindings do not load (" + none.group(1) + ")");
      }
    }
    return bindings.orElse(message.lines().findFirst().orElse("no reason given"));
  }

  /** An address on the GPU, as JavaCPP passes it. */
  public static final class Address extends Pointer {
    /**
     * Points elsewhere.
     *
     * @param value the address
     */
    public void set(long value) {
      address = value;
    }
  }

  /** A stream given by its address. */
  public static final class Stream extends CUstream_st {
    /**
     * Stands for another stream.
     *
     * @param value address of a {@code CUstream}
     */
    public void set(long value) {
      address = value;
    }
  }
}
