package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.Vae;
import vae4j.cli.console.Console;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Interruption;
import vae4j.cli.console.StandardStream;

class StandardStreamTest {
  @TempDir private Path temp;

  @Test
  void textIsWrittenInUtf8AndNothingHasFailed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardStream stream = StandardStream.to(bytes);

    stream.println("β");

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("β\n");
    assertThat(stream.failure()).isNull();
    assertThat(stream.checkError()).isFalse();
  }

  @Test
  void theFirstReasonIsKeptAndNothingIsWrittenAfterIt() {
    Full disk = new Full(10);
    StandardStream stream = StandardStream.to(disk);

    stream.print("0123456789");
    assertThat(stream.failure()).isNull();
    stream.print("x");
    stream.print("y");

    assertThat(stream.failure()).hasMessage("No space left on device");
    assertThat(stream.checkError()).isTrue();
    assertThat(disk.refused).isEqualTo(1);
  }

  @Test
  void aPrintStreamBelowTellsOfItsFailure() {
    StandardStream stream = StandardStream.to(new PrintStream(new Full(0), true));

    stream.print("x");

    assertThat(stream.failure()).isNotNull();
  }

  @Test
  void aReaderThatHasGoneIsToldFromAFullDisk() throws IOException {
    StandardStream gone = StandardStream.to(withoutReader());
    StandardStream full = StandardStream.to(new Full(0));

    gone.print("x");
    full.print("x");

    assertThat(StandardStream.isReaderGone(gone.failure())).isTrue();
    assertThat(StandardStream.isReaderGone(full.failure())).isFalse();
    assertThat(StandardStream.isReaderGone(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "train --help"})
  void outputThatIsLostIsAnErrorOfOneLine(String words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code = Main.run(words.split(" "), console(new Full(3), err));

    assertThat(code).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "vae: cannot write standard output: No space left on device\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "train --help"})
  void aReaderThatHasGoneEndsACommandQuietly(String words) throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code = Main.run(words.split(" "), console(withoutReader(), err));

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aUsageErrorThatNobodyReadsKeepsItsExitCode() throws IOException {
    assertThat(Main.run(new String[] {"fly"}, console(new Full(0), new Full(0))))
        .isEqualTo(ExitCode.USAGE);
    assertThat(Main.run(new String[] {"fly"}, console(withoutReader(), withoutReader())))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void noticesThatAreLostAreAFailureToo() {
    Path folder = temp.resolve("run");

    int code = train(folder, new ByteArrayOutputStream(), new Full(0));

    assertThat(code).isEqualTo(ExitCode.FAILURE);
    assertThat(folder.resolve("summary.json")).isRegularFile();
  }

  @Test
  void aTrainingWhoseReportIsLostSavesItsModelAndFails() throws IOException {
    Path folder = temp.resolve("run");
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code = train(folder, new Full(0), err, "--json");

    assertThat(code).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .endsWith(
            "vae: cannot write standard output: No space left on device" + System.lineSeparator());
    try (Vae vae = Vae.load(folder.resolve("model.vae"))) {
      assertThat(vae.provenance()).isNotNull();
    }
  }

  @Test
  void aTrainingWhoseReaderHasGoneIsTrainedToItsEnd() throws IOException {
    Path folder = temp.resolve("run");
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code = train(folder, withoutReader(), err, "--epochs", "3");

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("vae: ");
    assertThat(RunFolderTest.read(folder, "summary.json").get("epochs").getAsInt()).isEqualTo(3);
  }

  private static int train(Path folder, OutputStream out, OutputStream err, Object... more) {
    return Main.run(
        CliRun.tinyWords(folder, more).stream().map(Object::toString).toArray(String[]::new),
        console(out, err));
  }

  private static Console console(OutputStream out, OutputStream err) {
    return new Console(StandardStream.to(out), StandardStream.to(err), false, new Interruption());
  }

  private static OutputStream withoutReader() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().close();
    return Channels.newOutputStream(pipe.sink());
  }

  /** A disk with little room. */
  private static final class Full extends OutputStream {
    private int room;
    private int refused;

    Full(int room) {
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      if (room == 0) {
        refused++;
        throw new IOException("No space left on device");
      }
      room--;
    }
  }
}
