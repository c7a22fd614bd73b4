package vae4j.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import vae4j.data.ImageValueException;

/** A command cannot go on; the message is one line for people. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final byte[] NO_ROOM =
      "vae: out of memory; try a smaller --batch or more with VAE_JAVA_OPTS=-Xmx4g\n"
          .getBytes(StandardCharsets.UTF_8);

  private final int exitCode;

  private Failure(String message, int exitCode, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** A file that was to be read is missing or broken. */
  public static Failure badFile(IOException cause) {
    return new Failure(oneLine(cause), ExitCode.BAD_FILE, cause);
  }

  /** A file cannot be written. */
  public static Failure unwritable(IOException cause) {
    return new Failure(oneLine(cause), ExitCode.FAILURE, cause);
  }

  /** Numbers that are not finite where no loss told of them. */
  public static Failure diverged(String where, @Nullable Throwable cause) {
    return new Failure(
        "training diverged " + where + "; try a lower learning rate or a warm-up of beta",
        ExitCode.FAILURE,
        cause);
  }

  /** A run that failed, of which a model stays. */
  public static Failure keeping(Path model, Throwable cause) {
    return new Failure(
        oneLine(cause) + "; the model after the last whole epoch is in " + model,
        ExitCode.FAILURE,
        cause);
  }

  /** Says what went wrong in one line, and returns the exit code. */
  public static int report(Throwable problem, Console console, boolean trace) {
    try {
      console.error(oneLine(problem));
      if (trace) {
        problem.printStackTrace(console.err());
      }
    } catch (OutOfMemoryError | StackOverflowError e) {
      // Not even for a message is there room, but for one that is there already.
      console.err().write(NO_ROOM, 0, NO_ROOM.length);
      console.err().flush();
    }
    if (problem instanceof Failure failure) {
      return failure.exitCode;
    }
    if (problem instanceof ImageValueException) {
      return ExitCode.BAD_FILE;
    }
    if (problem instanceof IllegalArgumentException) {
      return ExitCode.USAGE;
    }
    // Only images are read behind methods that cannot throw IOException.
    return problem instanceof UncheckedIOException ? ExitCode.BAD_FILE : ExitCode.FAILURE;
  }

  /** The message of a problem, without line breaks. */
  public static String oneLine(Throwable problem) {
    return text(problem).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String text(Throwable problem) {
    String message = problem.getMessage();
    if (problem instanceof UncheckedIOException && problem.getCause() != null) {
      return text(problem.getCause());
    }
    if (problem instanceof OutOfMemoryError) {
      return "out of memory: "
          + (message == null ? "" : message + "; ")
          + "try a smaller --batch or more with VAE_JAVA_OPTS=-Xmx4g";
    }
    if (problem instanceof StackOverflowError) {
      return "stack overflow; try more with VAE_JAVA_OPTS=-Xss8m";
    }
    if (problem instanceof ExceptionInInitializerError && problem.getCause() != null) {
      return text(problem.getCause());
    }
    if (problem instanceof Error && message != null) {
      // Such a message is often the name of a class alone.
      String cause = problem.getCause() == null ? "" : " (" + text(problem.getCause()) + ")";
      return problem.getClass().getSimpleName() + ": " + message + cause;
    }
    if (message == null) {
      return problem.getClass().getSimpleName();
    }
    if (problem instanceof FileSystemException && !message.contains(": ")) {
      // Java's own message is then the path alone.
      String reason =
          problem instanceof NoSuchFileException
              ? "no such file or folder"
              : problem instanceof AccessDeniedException
                  ? "permission denied"
                  : problem.getClass().getSimpleName();
      return message + ": " + reason;
    }
    return message;
  }
}
