package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vae4j.Vae;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Interruption;

class InterruptionTest {
  @TempDir private Path temp;

  @Test
  @Timeout(60)
  void anInterruptedTrainingSavesModelAndSummary() throws Exception {
    Path folder = temp.resolve("run");
    Interruption interruption = new Interruption();
    Object[] words = CliRun.tinyWords(folder, "--epochs", 100_000).toArray();
    CompletableFuture<CliRun> training =
        CompletableFuture.supplyAsync(() -> CliRun.of(false, interruption, words));
    while (!Files.exists(folder.resolve("metrics.jsonl")) && !training.isDone()) {
      Thread.sleep(10);
    }

    assertThat(interruption.request()).isTrue();
    CliRun run = training.get(30, TimeUnit.SECONDS);

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.INTERRUPTED);
    JsonObject summary = RunFolderTest.read(folder, "summary.json");
    assertThat(summary.get("interrupted").getAsBoolean()).isTrue();
    assertThat(summary.get("epochs").getAsInt()).isBetween(1, 99_999);
    try (Vae vae = Vae.load(folder.resolve("model.vae"))) {
      assertThat(vae.metrics().get("stopped").getAsBoolean()).isTrue();
    }
  }

  @Test
  void aTrainingThatIsInterruptedBeforeItsFirstStepSavesTheModelAsItIs() throws IOException {
    Path folder = temp.resolve("run");
    Interruption interruption = new Interruption();
    interruption.during(() -> {});
    interruption.request();

    CliRun run = CliRun.of(false, interruption, CliRun.tinyWords(folder).toArray());

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(RunFolderTest.read(folder, "summary.json").get("train").isJsonNull()).isTrue();
    try (Vae vae = Vae.load(folder.resolve("model.vae"))) {
      assertThat(vae.provenance()).isNull();
    }
  }

  @Test
  void onlyTheFirstRequestIsHeardAndOnlyWhileThereIsWork() {
    Interruption interruption = new Interruption();

    assertThat(interruption.request()).isFalse();
    interruption.during(() -> {});
    assertThat(interruption.request()).isTrue();
    assertThat(interruption.request()).isFalse();
  }

  @Test
  void aSecondSignalIsImpatienceOnlySomeTimeAfterTheFirst() {
    long second = 1_000_000_000;

    assertThat(Interruption.isImpatient("INT", second)).isTrue();
    assertThat(Interruption.isImpatient("TERM", second)).isTrue();
    // timeout(1) sends TERM to the process and to its group; a shell passes HUP on.
    assertThat(Interruption.isImpatient("TERM", second / 100)).isFalse();
    assertThat(Interruption.isImpatient("HUP", second)).isFalse();
  }
}
