package vae4j.classifiers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import vae4j.eval.features.FeatureNetwork;

class TrainClassifiersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inception|classifier must be one of vae4j-digits-1, vae4j-fashion-1, was inception",
        "--epochs 0|--epochs must be positive, was 0",
      })
  void wrongArgumentsAreOneLineThatNamesThem(String line, String message) {
    CommandLine commandLine = TrainClassifiers.commandLine();
    StringWriter err = new StringWriter();
    commandLine.setErr(new PrintWriter(err, true));

    assertThat(commandLine.execute(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isEqualTo(message + " (see --help)" + System.lineSeparator());
  }

  @Test
  void aMissingDataSetIsOneLineAndExitCode3(@TempDir Path folder) {
    CommandLine commandLine = TrainClassifiers.commandLine();
    StringWriter err = new StringWriter();
    commandLine.setErr(new PrintWriter(err, true));
    Path none = folder.resolve("none");

    assertThat(commandLine.execute("--data-dir", none.toString(), "--out", folder.toString()))
        .isEqualTo(3);
    assertThat(err.toString()).contains(none.toString()).hasLineCount(1);
  }

  @Test
  void theLibraryOpensWhatIsTrainedHere() {
    assertThat(Recipe.names())
        .containsExactlyInAnyOrder(FeatureNetwork.DIGITS, FeatureNetwork.FASHION);
    for (Recipe recipe : Recipe.values()) {
      assertThat(FeatureNetwork.nameFor(recipe.dataset())).contains(recipe.weights());
    }
  }
}
