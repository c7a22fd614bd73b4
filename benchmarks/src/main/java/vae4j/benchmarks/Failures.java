package vae4j.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.datasets.FashionMnist;

/** Error messages of the benchmarks: one line, and {@code vae}'s exit codes. */
final class Failures {
  static final int FAILURE = 1;
  static final int USAGE = 2;
  static final int BAD_DATA = 3;

  /** Asks for the stack trace beside the line. */
  static final String STACKTRACE = "--stacktrace";

  private Failures() {}

  /** The data set is missing or broken. */
  static final class BadDataException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    BadDataException(IOException cause) {
      super(cause);
    }
  }

  /** The body of a program. */
  @FunctionalInterface
  interface Program {
    /**
     * Runs it.
     *
     * @param words of the command line but {@value Failures#STACKTRACE}
     * @throws Exception whatever it cannot handle
     */
    void run(String... words) throws Exception;
  }

  /**
   * The images that all programs train on.
   *
   * @param folder where to look first, or null
   * @return Fashion-MNIST's training set, padded to 32×32
   * @throws BadDataException if it is missing or broken
   */
  static ImageDataset images(@Nullable Path folder) {
    try {
      return FashionMnist.train(DataOptions.defaults().withDirectory(folder));
    } catch (IOException e) {
      throw new BadDataException(e);
    }
  }

  /**
   * A number on the command line.
   *
   * @param name what it is
   * @param word as it stands there
   * @return the number, positive
   * @throws IllegalArgumentException if it is none
   */
  static int positive(String name, String word) {
    if (!word.matches("0*[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(name + " must be a positive number, was " + word);
    }
    return Integer.parseInt(word);
  }

  /**
   * The whole of a program's main method; ends the process where the program fails or its output
   * cannot be written.
   *
   * @param args its words; {@value #STACKTRACE} among them asks for the stack trace
   * @param program what it does, with {@link System#out}, which is UTF-8 in any locale
   */
  static void main(String[] args, Program program) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    StandardOutput output = new StandardOutput();
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      program.run(Stream.of(args).filter(word -> !word.equals(STACKTRACE)).toArray(String[]::new));
      System.out.flush();
      output.rethrow();
    } catch (Throwable e) {
      System.exit(report(e, List.of(args).contains(STACKTRACE), err));
    }
  }

  /** Keeps the first error, which a {@link PrintStream} swallows. */
  private static final class StandardOutput extends FileOutputStream {
    private @Nullable IOException failure;

    StandardOutput() {
      super(FileDescriptor.out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        super.write(bytes, offset, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }

    /** A reader that has gone, as {@code head} does, is no error. */
    void rethrow() throws IOException {
      if (failure != null && !"Broken pipe".equals(failure.getMessage())) {
        throw new IOException("standard output could not be written: " + failure.getMessage());
      }
    }
  }

  /**
   * Says what went wrong.
   *
   * @param problem whatever was thrown
   * @param trace whether its stack trace is wanted
   * @param err receives the line
   * @return the exit code
   */
  static int report(Throwable problem, boolean trace, PrintWriter err) {
    err.println(oneLine(problem));
    if (trace) {
      problem.printStackTrace(err);
    }
    err.flush();
    if (problem instanceof BadDataException) {
      return BAD_DATA;
    }
    return problem instanceof IllegalArgumentException ? USAGE : FAILURE;
  }

  private static String oneLine(Throwable problem) {
    if (problem instanceof UncheckedIOException && problem.getCause() != null) {
      return oneLine(problem.getCause());
    }
    String message = problem.getMessage();
    String type = problem.getClass().getSimpleName();
    String line;
    if (message == null) {
      line = type;
    } else if (message.contains(" ") && problem instanceof Exception) {
      line = message;
    } else {
      // A path or a word alone, as Java's own exceptions and errors have it.
      line = type + ": " + message;
    }
    return line.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
