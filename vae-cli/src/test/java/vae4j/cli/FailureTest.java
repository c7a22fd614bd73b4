package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import vae4j.cli.console.Console;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Failure;
import vae4j.cli.console.Interruption;
import vae4j.cli.console.StandardStream;
import vae4j.data.ImageValueException;

class FailureTest {
  static Stream<Arguments> problems() {
    return Stream.of(
        Arguments.of(new IllegalArgumentException("β must be 0"), ExitCode.USAGE, "β must be 0"),
        Arguments.of(
            new ImageValueException("image 3 has values up to 255"),
            ExitCode.BAD_FILE,
            "image 3 has values up to 255"),
        Arguments.of(
            new UncheckedIOException(new IOException("a.png is broken")),
            ExitCode.BAD_FILE,
            "a.png is broken"),
        Arguments.of(
            Failure.badFile(new NoSuchFileException("a.vae")),
            ExitCode.BAD_FILE,
            "a.vae: no such file or folder"),
        Arguments.of(new IllegalStateException("two\n lines"), ExitCode.FAILURE, "two lines"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void whatWentWrongIsOneLineAndAnExitCode(Throwable problem, int code, String message) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    StandardStream stream = StandardStream.to(err);

    assertThat(
            Failure.report(problem, new Console(stream, stream, false, new Interruption()), false))
        .isEqualTo(code);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(1)
        .first()
        .asString()
        .endsWith(message);
  }

  /** A GPU that is lost in mid-run, say. */
  @Test
  void aRunThatFailsNamesTheModelThatStays() {
    Failure failure =
        Failure.keeping(
            Path.of("runs/a/model.vae"),
            new IllegalStateException("running adam on a GPU failed: CUDA_ERROR_ILLEGAL_ADDRESS"));

    assertThat(failure)
        .hasMessage(
            "running adam on a GPU failed: CUDA_ERROR_ILLEGAL_ADDRESS; the model after the last"
                + " whole epoch is in "
                + Path.of("runs/a/model.vae"));
  }
}
