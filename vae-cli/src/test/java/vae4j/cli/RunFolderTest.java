package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.Vae;
import vae4j.cli.console.ExitCode;
import vae4j.cli.run.RunFolder;

class RunFolderTest {
  @TempDir private Path temp;

  @Test
  void aRunFolderHoldsConfigMetricsSummaryModelAndPlots() throws IOException {
    Path folder = temp.resolve("deep/run");

    CliRun run = CliRun.of(CliRun.tinyWords(folder, "--epochs", 2, "--beta", 3).toArray());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(names(folder))
        .containsExactlyInAnyOrder(
            "config.json", "metrics.jsonl", "summary.json", "model.vae", "plots");
    assertThat(names(folder.resolve("plots")))
        .containsExactlyInAnyOrder(
            "loss-curves.png",
            "reconstructions.png",
            "prior-samples.png",
            "traversals.png",
            "latent-scatter-z.png",
            "latent-scatter-cdf.png",
            "latent-plane-z.png",
            "latent-plane-cdf.png");

    JsonObject config = read(folder, "config.json");
    assertThat(config.get("dataset").getAsString()).isEqualTo("sprites");
    assertThat(config.get("preset").isJsonNull()).isTrue();
    assertThat(config.getAsJsonObject("model").getAsJsonObject("latent").get("channels").getAsInt())
        .isEqualTo(2);
    assertThat(config.getAsJsonObject("train").get("images").getAsInt()).isEqualTo(40);

    List<String> lines = Files.readAllLines(folder.resolve("metrics.jsonl"));
    assertThat(lines).hasSize(4);
    assertThat(JsonParser.parseString(lines.get(0)).getAsJsonObject().keySet())
        .containsExactly(
            "epoch",
            "split",
            "reconstruction",
            "kl",
            "beta",
            "objective",
            "elbo",
            "seconds",
            "images_per_second");
    assertThat(lines)
        .extracting(
            line -> {
              JsonObject one = JsonParser.parseString(line).getAsJsonObject();
              return one.get("epoch").getAsInt() + " " + one.get("split").getAsString();
            })
        .containsExactly("1 train", "1 test", "2 train", "2 test");

    JsonObject summary = read(folder, "summary.json");
    assertThat(summary.keySet())
        .contains("preset", "dataset", "backend", "seed", "epochs", "parameters", "train", "test")
        .contains("images_per_second", "interrupted");
    assertThat(summary.get("epochs").getAsInt()).isEqualTo(2);
    assertThat(summary.get("seed").getAsLong()).isEqualTo(7);
    assertThat(summary.get("interrupted").getAsBoolean()).isFalse();
    JsonObject test = summary.getAsJsonObject("test");
    assertThat(test.get("objective").getAsDouble())
        .isCloseTo(
            test.get("reconstruction").getAsDouble() + 3 * test.get("kl").getAsDouble(),
            within(1e-9));
    assertThat(test.get("elbo").getAsDouble())
        .isCloseTo(
            -test.get("reconstruction").getAsDouble() - test.get("kl").getAsDouble(), within(1e-9));
    try (Vae vae = Vae.load(folder.resolve("model.vae"))) {
      assertThat(vae.parameterCount()).isEqualTo(summary.get("parameters").getAsLong());
    }
  }

  @Test
  void withJsonStandardOutputIsTheSummaryAlone() throws IOException {
    Path folder = temp.resolve("run");

    CliRun run = CliRun.tinyTraining(folder, "--json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json()).isEqualTo(read(folder, "summary.json"));
  }

  @Test
  void aRunFolderThatIsThereIsRefusedAndStaysAsItIs() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("run"));
    Files.writeString(folder.resolve("note.txt"), "mine");

    CliRun run = CliRun.tinyTraining(folder);

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "vae: run folder must be new, "
                + folder
                + " is there already; choose another --out or overwrite it with --force\n");
    assertThat(names(folder)).containsExactly("note.txt");
  }

  @Test
  void whatARunLeftThatWasKilledBeforeItsFirstModelDoesNotBlockTheNext() throws IOException {
    Path folder = temp.resolve("run");
    assertThat(CliRun.tinyTraining(folder, "--seed", 1).code()).isZero();
    Files.delete(folder.resolve("model.vae"));
    Files.delete(folder.resolve("summary.json"));
    Files.writeString(folder.resolve(".lock"), "");
    Files.writeString(folder.resolve(".vae4j.0123.tmp"), "half a mod");

    CliRun run = CliRun.tinyTraining(folder, "--seed", 2);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(names(folder))
        .containsExactlyInAnyOrder("config.json", "metrics.jsonl", "summary.json", "model.vae");
    assertThat(read(folder, "config.json").get("seed").getAsLong()).isEqualTo(2);
    assertThat(Files.readAllLines(folder.resolve("metrics.jsonl"))).hasSize(2);
  }

  @Test
  void anotherProgramsConfigurationIsNotTakenForARun() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("app"));
    for (String text : new String[] {"{\"version\": 1}", "no JSON", "[]", "{"}) {
      Files.writeString(folder.resolve("config.json"), text);

      CliRun run = CliRun.tinyTraining(folder);

      assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
      assertThat(run.err()).contains("run folder must be new");
      assertThat(folder.resolve("config.json")).hasContent(text);
    }
  }

  @Test
  void twoTrainingsDoNotWriteIntoOneFolder() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("run"));
    JsonObject config = new JsonObject();
    try (RunFolder first = RunFolder.open(folder, false, config)) {
      for (Object[] force : new Object[][] {{}, {"--force"}}) {
        CliRun second = CliRun.tinyTraining(folder, force);

        assertThat(second.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(second.errors()).hasSize(1);
      }
      assertThat(CliRun.tinyTraining(folder, "--force").errors())
          .containsExactly(
              "vae: cannot write " + folder + ": another training writes into " + folder + " now");
      assertThat(read(first.path(), "config.json")).isEqualTo(config);
    }
    assertThat(CliRun.tinyTraining(folder).code()).isZero();
  }

  @Test
  void forceReplacesTheRunAndNothingElse() throws IOException {
    Path folder = temp.resolve("run");
    assertThat(CliRun.tinyTraining(folder, "--epochs", 2).code()).isZero();
    Files.writeString(folder.resolve("note.txt"), "mine");

    CliRun run = CliRun.tinyTraining(folder, "--force");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("metrics.jsonl"))).hasSize(2);
    assertThat(names(folder))
        .containsExactlyInAnyOrder(
            "config.json", "metrics.jsonl", "summary.json", "model.vae", "note.txt");
  }

  @Test
  void aDivergedRunIsOneLineAndLeavesNothing() {
    Path folder = temp.resolve("run");

    CliRun run = CliRun.tinyTraining(folder, "--lr", "1e30");

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0)).startsWith("vae: training diverged at step ").contains("NaN");
    assertThat(folder).doesNotExist();
  }

  @Test
  void aDivergedRunBringsTheRunBackThatItWouldHaveReplaced() throws IOException {
    Path folder = temp.resolve("run");
    assertThat(CliRun.tinyTraining(folder).code()).isZero();
    byte[] model = Files.readAllBytes(folder.resolve("model.vae"));
    JsonObject summary = read(folder, "summary.json");

    CliRun run = CliRun.tinyTraining(folder, "--force", "--lr", "1e30");

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(folder.resolve("model.vae")).hasBinaryContent(model);
    assertThat(read(folder, "summary.json")).isEqualTo(summary);
    assertThat(names(folder))
        .containsExactlyInAnyOrder("config.json", "metrics.jsonl", "summary.json", "model.vae");
  }

  @Test
  void aFolderThatCannotBeMadeIsOneLineBeforeTrainingStarts() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    Path folder = file.resolve("run");

    CliRun run = CliRun.tinyTraining(folder);

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0)).startsWith("vae: cannot write " + folder + ": ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aReadOnlyFolderIsOneLineBeforeTrainingStarts() throws IOException {
    Path locked = Files.createDirectory(temp.resolve("locked"));
    assumeTrue(locked.toFile().setReadOnly() && !Files.isWritable(locked), "not for root");

    CliRun below = CliRun.tinyTraining(locked.resolve("run"));
    CliRun itself = CliRun.tinyTraining(locked);

    assertThat(below.errors())
        .containsExactly("vae: cannot write " + locked.resolve("run") + ": permission denied");
    assertThat(itself.errors())
        .containsExactly("vae: cannot write " + locked + ": permission denied");
    assertThat(below.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(itself.code()).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void aFileInTheFoldersPlaceIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "mine");

    CliRun run = CliRun.tinyTraining(file, "--force");

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err())
        .isEqualToNormalizingNewlines("vae: --out " + file + " must be a folder, is a file\n");
    assertThat(file).hasContent("mine");
  }

  static JsonObject read(Path folder, String name) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve(name))).getAsJsonObject();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
