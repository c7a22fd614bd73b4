package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vae4j.Vae;

/** What only a process of its own can show: signals, and a machine without data. */
class ProcessTest {
  @TempDir private Path temp;

  @Test
  @Timeout(180)
  void controlCSavesTheModelAndExitsWith130AndAutoFallsBackToClothes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill");
    Path folder = temp.resolve("run");
    Process process =
        start(
            "train",
            "--offline",
            "--filters",
            "4",
            "--limit",
            "100",
            "--epochs",
            "100000",
            "--out",
            folder.toString());
    try {
      while (!Files.exists(folder.resolve("metrics.jsonl")) && process.isAlive()) {
        Thread.sleep(20);
      }
      assertThat(process.isAlive()).as(text("err")).isTrue();
      // A shell that runs things in the background has them ignore SIGINT, and so would Java.
      String signal = ignoresInterrupts(process) ? "-TERM" : "-INT";
      new ProcessBuilder("/bin/kill", signal, Long.toString(process.pid())).start().waitFor();

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
    assertThat(text("out"))
        .contains("data    fashion-mnist-mini: 100 pictures 32×32×1 to train on");
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

  /** Starts the command on a machine without any data. */
  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
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

  private static boolean ignoresInterrupts(Process process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }
}
