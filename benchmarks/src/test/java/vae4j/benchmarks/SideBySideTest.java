package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SideBySideTest {
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
}
