package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SideBySideTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --scenario batch-99     | must be of reference, batch-32, batch-512, wide
          --contenders keras      | --contenders must be of vae4j-onednn, vae4j-onednn-bf16
          --rounds 0              | --rounds must be positive, was 0
          --passes 0              | --passes must be positive, was 0
          --tolerance NaN         | --tolerance must be positive, was NaN
          """)
  void wrongArgumentsAreOneLineAndExitCode2(String words, String message) {
    StringWriter errors = new StringWriter();
    CommandLine commandLine = SideBySide.commandLine().setErr(new PrintWriter(errors));
    assertThat(commandLine.execute(words.split(" "))).isEqualTo(2);
    assertThat(errors.toString()).contains(message).hasLineCount(1);
  }

  @Test
  void aMissingDataSetIsOneLineAndExitCode3() {
    StringWriter errors = new StringWriter();
    CommandLine commandLine = SideBySide.commandLine().setErr(new PrintWriter(errors));
    assertThat(commandLine.execute("--data-dir", folder.resolve("none").toString())).isEqualTo(3);
    assertThat(errors.toString()).contains(folder.resolve("none").toString()).hasLineCount(1);
  }

  @Test
  void theTraceIsThereForWhoeverAsks() {
    StringWriter errors = new StringWriter();
    CommandLine commandLine = SideBySide.commandLine().setErr(new PrintWriter(errors));
    commandLine.execute("--stacktrace", "--data-dir", folder.resolve("none").toString());
    assertThat(errors.toString()).contains("\tat vae4j.benchmarks.SideBySide.call");
  }
}
