package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vae4j.Vae;
import vae4j.cli.console.ExitCode;

/** What only a process of its own can show: signals, and a machine without data. */
class ProcessTest {
  @TempDir private Path temp;

  @Test
  @Timeout(180)
  void controlCSavesTheModelAndExitsWith130AndAutoFallsBackToClothes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill");
    Path folder = temp.resolve("run");
    Process process = start(endless(folder));
    try {
      awaitFirstEpoch(folder, process);
      // A shell that runs things in the background has them ignore SIGINT, and so would Java.
      kill(isIgnored(process, 2) ? "-TERM" : "-INT", process);

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(text("err")).isEqualTo(ExitCode.INTERRUPTED);
    } finally {
      process.destroyForcibly();
    }
    assertThat(RunFolderTest.read(folder, "summary.json").get("interrupted").getAsBoolean())
        .isTrue();
    try (Vae vae = Vae.load(folder.resolve("model.vae"))) {
      assertThat(vae.parameterCount()).isPositive();
    }
    assertThat(text("err")).contains("notice: using the built-in part of Fashion-MNIST instead");
    assertThat(text("out")).contains("data    fashion-mnist-mini: 100 images 32×32×1 to train on");
  }

  @Test
  @Timeout(180)
  void theEndOfTheTerminalSavesTheModelAndExitsWith130() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill");
    Path folder = temp.resolve("run");
    Process process = start(endless(folder));
    try {
      awaitFirstEpoch(folder, process);
      assumeFalse(isIgnored(process, 1), "under nohup it stays ignored, which is tested below");
      // By the system and by the shell.
      kill("-HUP", process);
      kill("-HUP", process);

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(text("err")).isEqualTo(ExitCode.INTERRUPTED);
    } finally {
      process.destroyForcibly();
    }
    assertThat(RunFolderTest.read(folder, "summary.json").get("status").getAsString())
        .isEqualTo("interrupted");
    try (Vae vae = Vae.load(folder.resolve("model.vae"))) {
      assertThat(vae.provenance()).isNotNull();
    }
  }

  @Test
  @Timeout(180)
  void afterNohupTheEndOfTheTerminalStaysIgnored() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/nohup")), "needs nohup");
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "needs /proc");
    Path folder = temp.resolve("run");
    Process process = start(List.of("/usr/bin/nohup"), endless(folder));
    try {
      awaitFirstEpoch(folder, process);

      assertThat(isIgnored(process, 1)).isTrue();
      assertThat(isIgnored(process, 15)).isFalse();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @Timeout(60)
  void aHeapThatIsTooSmallIsOneLine() throws Exception {
    Path folder = temp.resolve("run");
    Process process =
        start(
            List.of(),
            List.of("-Xmx24m"),
            "train",
            "--dataset",
            "sprites",
            "--filters",
            "4",
            "--batch",
            "50000",
            "--out",
            folder.toString());

    assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.USAGE);
    assertThat(text("err").lines().filter(line -> !line.startsWith("backend "))).hasSize(1);
    assertThat(text("err")).contains("vae: ", "of which", "on Java's heap").doesNotContain("\tat ");
  }

  @Test
  @Timeout(60)
  void aDataSetNamedExplicitlyIsNeverReplaced() throws Exception {
    Process process =
        start(
            "train",
            "--dataset",
            "fashion-mnist",
            "--offline",
            "--out",
            temp.resolve("run").toString());

    assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.BAD_FILE);
    assertThat(text("err"))
        .contains("vae: fashion-mnist must not be downloaded (offline) and is not here");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  /** In a process of its own: where the set is found elsewhere, the damaged file is passed over. */
  @Test
  @Timeout(60)
  void aDamagedDataSetIsNamedWhereThereIsNoOther() throws Exception {
    Path file = temp.resolve("train-images-idx3-ubyte");
    Files.write(
        file,
        ByteBuffer.allocate(16 + 28 * 28).putInt(0x803).putInt(1).putInt(28).putInt(28).array());
    String run = temp.resolve("run").toString();
    String[] words = {
      "train", "--dataset", "mnist", "--data-dir", temp.toString(), "--offline", "--out", run
    };
    String start = "vae: mnist must not be downloaded (offline) and is not here: " + file;

    Process process = start(words);
    assertThat(process.waitFor(25, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(text("err")).isEqualTo(ExitCode.BAD_FILE);
    assertThat(text("err")).contains(start + ": SHA-256 ");

    Files.writeString(file, "<html>not found</html>");
    process = start(words);
    assertThat(process.waitFor(25, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(text("err")).isEqualTo(ExitCode.BAD_FILE);
    assertThat(text("err")).contains(start + ": ").contains("HTML page");
  }

  /** A training that only a signal ends. */
  private static String[] endless(Path folder) {
    return new String[] {
      "train",
      "--offline",
      "--filters",
      "4",
      "--limit",
      "100",
      "--epochs",
      "100000",
      "--out",
      folder.toString()
    };
  }

  private void awaitFirstEpoch(Path folder, Process process) throws Exception {
    while (!Files.exists(folder.resolve("metrics.jsonl")) && process.isAlive()) {
      Thread.sleep(20);
    }
    assertThat(process.isAlive()).as(text("err")).isTrue();
  }

  private static void kill(String signal, Process process) throws Exception {
    new ProcessBuilder("/bin/kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Refused in one line, before a run folder is made; what the line advises is then done. */
  @Test
  @Timeout(180)
  void aTrainingThatNeedsTooMuchMemoryIsRefusedWithTheOptionsThatFit() throws Exception {
    Path folder = temp.resolve("run");
    List<String> limit = List.of("-Xmx512m", "-Dorg.bytedeco.javacpp.maxbytes=96m");
    String[] words = {
      "train",
      "--dataset",
      "sprites",
      "--limit",
      "100",
      "--batch",
      "100",
      "--epochs",
      "1",
      "--no-plots",
      "--out",
      folder.toString()
    };
    Process process = start(List.of(), limit, words);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(text("err")).isEqualTo(ExitCode.USAGE);
    assertThat(folder).doesNotExist();
    Matcher advice =
        Pattern.compile(
                "vae: images of sprites are 32×32×1: training needs about [0-9,]+ MiB \\(weights"
                    + ".*96 MiB are free in org.bytedeco.javacpp.maxbytes; try --batch ([0-9]+),"
                    + " smaller --filters or --hidden\\n")
            .matcher(text("err"));
    assertThat(advice.find()).as(text("err")).isTrue();

    words[6] = advice.group(1);
    process = start(List.of(), limit, words);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(text("err")).isEqualTo(ExitCode.DONE);
    assertThat(text("out")).containsPattern("memory  needs about [0-9,]+ MiB \\(weights ");
  }

  private Process start(String... words) throws IOException {
    return start(List.of(), words);
  }

  private Process start(List<String> before, String... words) throws IOException {
    return start(before, List.of("-Xmx512m"), words);
  }

  /** Starts the command on a machine without any data. */
  private Process start(List<String> before, List<String> options, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Duser.home=" + temp);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("VAE_DATA_DIR");
    builder.environment().put("XDG_CACHE_HOME", temp.resolve("cache").toString());
    builder.redirectOutput(new File(temp.toFile(), "out"));
    builder.redirectError(new File(temp.toFile(), "err"));
    return builder.start();
  }

  private String text(String stream) throws IOException {
    return Files.readString(temp.resolve(stream));
  }

  private static boolean isIgnored(Process process, int signal) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .anyMatch(mask -> (mask >> (signal - 1) & 1) != 0);
  }
}
