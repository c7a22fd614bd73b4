package vae4j.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import vae4j.benchmarks.contender.Report;

/**
 * Runs one entrant once, in a process of its own.
 *
 * @param modules the folder {@code benchmarks}, where the modules have been packaged
 * @param inputs the folder of the inputs
 * @param minutes the longest it may take
 */
record PeerProcess(Path modules, Path inputs, long minutes) {

  private static final String GIBIBYTE = Long.toString(1L << 30);

  /** The entrant did not end with a report; the message is one line that says why. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
      super(message);
    }
  }

  /**
   * Settings of all peers: no more threads than the task's, and those that wait spin for some 0.1
   * ms and sleep then; freed memory stays with the process, without which PyTorch has its pages
   * cleared at every step.
   *
   * @param threads of the task
   */
  static Map<String, String> environment(int threads) {
    return Map.of(
        "OMP_NUM_THREADS",
        Integer.toString(threads),
        "OMP_WAIT_POLICY",
        "passive",
        "GOMP_SPINCOUNT",
        "5000",
        "MALLOC_MMAP_THRESHOLD_",
        GIBIBYTE,
        "MALLOC_TRIM_THRESHOLD_",
        GIBIBYTE);
  }

  /**
   * The same for all. One collector thread leaves the cores to the computing; where the environment
   * names a collector it is that one, since the JVM refuses two.
   *
   * @param environment variables of this process, which the others inherit
   */
  static List<String> jvmFlags(Map<String, String> environment) {
    boolean chosen =
        Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
            .map(name -> environment.getOrDefault(name, ""))
            .anyMatch(options -> options.matches("(?s).*-XX:\\+Use\\w+GC\\b.*"));
    List<String> flags = new ArrayList<>(List.of("-Xms64m", "-Xmx1g", "-XX:-UsePerfData"));
    if (!chosen) {
      flags.add("-XX:+UseSerialGC");
    }
    return flags;
  }

  /**
   * Runs it.
   *
   * @param entrant which
   * @param threads of the task
   * @return its report
   * @throws FailedException if it gives none
   * @throws IOException if the process cannot be started
   * @throws InterruptedException if interrupted while it runs; it is stopped then
   */
  Report run(Competitor entrant, int threads)
      throws IOException, FailedException, InterruptedException {
    Path output = inputs.resolve(entrant.name() + ".out");
    Path log = inputs.resolve(entrant.name() + ".log");
    Path crash = inputs.resolve(entrant.name() + ".crash");
    Files.deleteIfExists(crash);
    ProcessBuilder builder =
        new ProcessBuilder(command(entrant, crash))
            .redirectOutput(output.toFile())
            .redirectError(log.toFile());
    builder.environment().putAll(environment(threads));
    Process process = builder.start();
    try {
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        throw new FailedException("it was stopped after " + minutes + " minutes");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      boolean crashed = Files.isRegularFile(crash);
      String reason =
          crashed
              ? CrashReport.summary(lines(crash))
              : ending(process.exitValue()) + ", " + reason(lines(log), lines(output));
      throw new FailedException(reason + " (see " + (crashed ? crash : log) + ")");
    }
    return report(lines(output));
  }

  /** The report on the last line of what a process printed. */
  static Report report(List<String> output) throws FailedException {
    String last = output.isEmpty() ? "" : output.get(output.size() - 1);
    try {
      return Report.parse(last);
    } catch (IllegalArgumentException e) {
      throw new FailedException(String.valueOf(e.getMessage()));
    }
  }

  /** The end of a process: its exit code, or the signal that the code stands for. */
  static String ending(int exitCode) {
    // A process that a signal ended has 128 + the signal's number: waitpid(2), java.lang.Process.
    String signal =
        switch (exitCode - 128) {
          case 4 -> "SIGILL: an instruction that this processor lacks";
          case 6 -> "SIGABRT";
          case 7 -> "SIGBUS";
          case 8 -> "SIGFPE";
          case 9 -> "SIGKILL, which Linux sends where memory runs out";
          case 11 -> "SIGSEGV";
          case 15 -> "SIGTERM";
          default -> "";
        };
    return signal.isEmpty() ? "exit code " + exitCode : "ended by " + signal;
  }

  /**
   * The line that says what was wrong: the first of a stack trace in the log, else the log's last,
   * else the output's last.
   */
  static String reason(List<String> log, List<String> output) {
    // The JVM's word that it has read options from the environment is no reason.
    List<String> said =
        log.stream().filter(line -> !line.isBlank() && !line.contains("Picked up ")).toList();
    return said.stream()
        .filter(line -> line.contains("Exception") || line.contains("Error:"))
        .findFirst()
        .or(() -> last(said))
        .or(() -> last(output.stream().filter(line -> !line.isBlank()).toList()))
        .orElse("without a word")
        .strip();
  }

  private static Optional<String> last(List<String> lines) {
    return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(lines.size() - 1));
  }

  /** Native code writes in whatever encoding it likes: what is not UTF-8 is no error. */
  private static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  private List<String> command(Competitor entrant, Path crash) throws IOException, FailedException {
    Path target = modules.resolve(entrant.module()).resolve("target").normalize();
    Path classPath = target.resolve("class-path.txt");
    if (!Files.isRegularFile(classPath)) {
      throw new FailedException(classPath + " must be built first: use benchmarks/side-by-side");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags(System.getenv()));
    command.add("-XX:ErrorFile=" + crash);
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-cp");
    command.add(
        target.resolve("classes") + File.pathSeparator + Files.readString(classPath).strip());
    command.add(entrant.mainClass());
    command.add(inputs.toString());
    command.addAll(entrant.variant());
    return command;
  }
}
