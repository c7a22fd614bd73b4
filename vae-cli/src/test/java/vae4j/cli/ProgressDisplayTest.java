package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.cli.console.Interruption;

class ProgressDisplayTest {
  @TempDir private Path temp;

  @Test
  void aTerminalSeesABarOnStandardErrorOnly() {
    Object[] words = CliRun.tinyWords(temp.resolve("run"), "--no-plots").toArray();

    CliRun run = CliRun.of(true, new Interruption(), words);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("\r", "epoch 1/1");
    assertThat(run.out()).doesNotContain("\r");
  }

  @Test
  void aScriptSeesPlainLines() {
    CliRun run = CliRun.tinyTraining(temp.resolve("run"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("\r");
    assertThat(run.out()).contains("epoch 1/1  train  reconstruction ", "epoch 1/1  test ");
  }
}
