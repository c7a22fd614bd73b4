package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;
import vae4j.cli.console.Console;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Failure;
import vae4j.cli.console.Interruption;
import vae4j.cli.console.StandardStream;
import vae4j.cli.console.Uncaught;

class MainTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          StandardStream.to(new ByteArrayOutputStream()),
          StandardStream.to(err),
          false,
          new Interruption());

  static Stream<Arguments> whateverIsThrown() {
    return Stream.of(
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            "out of memory: Java heap space; try a smaller --batch or more with"
                + " VAE_JAVA_OPTS=-Xmx4g",
            ExitCode.FAILURE),
        Arguments.of(
            new StackOverflowError(),
            "stack overflow; try more with VAE_JAVA_OPTS=-Xss8m",
            ExitCode.FAILURE),
        Arguments.of(
            new NoClassDefFoundError("vae4j/Missing"),
            "NoClassDefFoundError: vae4j/Missing",
            ExitCode.FAILURE),
        Arguments.of(
            new NoClassDefFoundError("Could not initialize class org.nd4j.linalg.factory.Nd4j")
                .initCause(new ExceptionInInitializerError("Java heap space")),
            "NoClassDefFoundError: Could not initialize class org.nd4j.linalg.factory.Nd4j"
                + " (ExceptionInInitializerError: Java heap space)",
            ExitCode.FAILURE),
        Arguments.of(
            new UnsatisfiedLinkError("no jnind4jcpu in java.library.path"),
            "UnsatisfiedLinkError: no jnind4jcpu in java.library.path",
            ExitCode.FAILURE),
        Arguments.of(
            new ExceptionInInitializerError(new IllegalStateException("no\nbackend")),
            "no backend",
            ExitCode.FAILURE),
        Arguments.of(new AssertionError(), "AssertionError", ExitCode.FAILURE),
        Arguments.of(new IllegalStateException("broken"), "broken", ExitCode.FAILURE),
        Arguments.of(new IllegalArgumentException("wrong"), "wrong", ExitCode.USAGE),
        Arguments.of(
            new UncheckedIOException(new IOException("a.png is broken")),
            "a.png is broken",
            ExitCode.BAD_FILE));
  }

  @ParameterizedTest
  @MethodSource("whateverIsThrown")
  void whateverIsThrownIsOneLine(Throwable problem, String line, int code) {
    assertThat(run(problem, "explode")).isEqualTo(code);
    assertThat(text()).isEqualToNormalizingNewlines("vae: " + line + "\n");
  }

  @ParameterizedTest
  @MethodSource("whateverIsThrown")
  void theTraceIsPrintedOnRequest(Throwable problem, String line, int code) {
    assertThat(run(problem, "explode", "--stacktrace")).isEqualTo(code);
    assertThat(text()).startsWith("vae: " + line).contains("\tat " + MainTest.class.getName());
  }

  @Test
  void whatEndsAnotherThreadIsOneLineToo() throws InterruptedException {
    Uncaught uncaught = new Uncaught(console, false);
    assertThat(uncaught.any()).isFalse();
    Thread thread =
        new Thread(
            () -> {
              throw new OutOfMemoryError("Metaspace");
            });
    thread.setUncaughtExceptionHandler(uncaught);

    thread.start();
    thread.join();

    assertThat(uncaught.any()).isTrue();
    assertThat(text())
        .isEqualToNormalizingNewlines(
            "vae: out of memory: Metaspace; try a smaller --batch or more with"
                + " VAE_JAVA_OPTS=-Xmx4g\n");
  }

  @Test
  void anErrorWithoutRoomForItsMessageIsTold() {
    Exception problem =
        new IllegalStateException() {
          @Override
          public String getMessage() {
            throw new OutOfMemoryError("Java heap space");
          }
        };

    int code = Failure.report(problem, console, false);

    assertThat(code).isEqualTo(ExitCode.FAILURE);
    assertThat(text()).startsWith("vae: out of memory; try ").hasLineCount(1);
  }

  private int run(Throwable problem, String... words) {
    return Main.run(words, console, List.of(new Explode(problem)));
  }

  private String text() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Throws. */
  @Command(name = "explode")
  static final class Explode implements Callable<Integer> {
    private final Throwable problem;

    Explode(Throwable problem) {
      this.problem = problem;
    }

    @Override
    public Integer call() throws Exception {
      if (problem instanceof Error error) {
        throw error;
      }
      throw (Exception) problem;
    }
  }
}
