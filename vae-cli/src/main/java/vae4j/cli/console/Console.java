package vae4j.cli.console;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a command speaks to.
 *
 * @param out results
 * @param err progress, notices, errors
 * @param interactive whether a person watches {@code err} on a terminal
 * @param interruption tells of Ctrl-C
 */
public record Console(
    StandardStream out, StandardStream err, boolean interactive, Interruption interruption) {
  /** Says something about the way, not the result. */
  public void notice(String line) {
    err.println(line);
  }

  /** Says what went wrong. */
  public void error(String line) {
    err.println("vae: " + line);
  }

  /**
   * Whether all that was said could be written; else says why not. A reader that has gone, as that
   * of {@code vae … | head}, wants no more and misses nothing.
   */
  public boolean allWritten() {
    IOException problem = out.failure();
    boolean written = problem == null || StandardStream.isReaderGone(problem);
    if (problem != null && !written) {
      error("cannot write standard output: " + Failure.oneLine(problem));
    }
    IOException silent = err.failure();
    return written && (silent == null || StandardStream.isReaderGone(silent));
  }

  /** Shows how long work goes on; close it before anything else is said. */
  public ProgressDisplay progress(String task, String unit, long total) {
    return interactive ? new BarProgress(this, task, unit, total) : ProgressDisplay.NONE;
  }

  public PrintWriter outWriter() {
    return writer(out);
  }

  public PrintWriter errWriter() {
    return writer(err);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Whether standard error is a terminal. */
  public static boolean isTerminal() {
    Path standardError = Path.of("/proc/self/fd/2");
    if (Files.isSymbolicLink(standardError)) {
      try {
        String target = Files.readSymbolicLink(standardError).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      } catch (IOException e) {
        return false;
      }
    }
    return isTerminal(System.console());
  }

  /** Since Java 22 there may be a console without a terminal, and a method that says so. */
  private static boolean isTerminal(java.io.@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
