package vae4j.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vae4j.benchmarks.contender.Report;

/**
 * Runs one entrant once, in a process of its own.
 *
 * @param modules the folder {@code benchmarks}, where the modules have been packaged
 * @param inputs the folder of the inputs
 * @param minutes the longest it may take
 */
record ContenderProcess(Path modules, Path inputs, long minutes) {
  /** The same for all. One collector thread leaves the cores to the computing. */
  static final List<String> JVM_FLAGS =
      List.of("-Xms64m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:-UsePerfData");

  private static final String GIBIBYTE = Long.toString(1L << 30);

  /** The entrant did not end with a report; the message is one line that says why. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
      super(message);
    }
  }

  /**
   * What is set for all: no more threads than the task's, and those that wait spin for some 0.1 ms
   * and sleep then; freed memory stays with the process, without which PyTorch has its pages
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
   * Runs it.
   *
   * @param entrant which
   * @param threads of the task
   * @return its report
   * @throws FailedException if it gives none
   * @throws IOException if the process cannot be started
   * @throws InterruptedException if interrupted while it runs; it is stopped then
   */
  Report run(Entrant entrant, int threads)
      throws IOException, FailedException, InterruptedException {
    Path output = inputs.resolve(entrant.name() + ".out");
    Path log = inputs.resolve(entrant.name() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command(entrant))
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
      throw new FailedException(
          "exit code "
              + process.exitValue()
              + ", "
              + reason(Files.readAllLines(log))
              + " (see "
              + log
              + ")");
    }
    return report(Files.readAllLines(output));
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

  /** The line of a log that says what was wrong: the first of the stack trace, else the last. */
  static String reason(List<String> log) {
    String last = "nothing in its log";
    for (String line : log) {
      if (line.contains("Exception") || line.contains("Error:")) {
        return line.strip();
      }
      if (!line.isBlank()) {
        last = line.strip();
      }
    }
    return last;
  }

  private List<String> command(Entrant entrant) throws IOException, FailedException {
    Path target = modules.resolve(entrant.module()).resolve("target").normalize();
    Path classPath = target.resolve("class-path.txt");
    if (!Files.isRegularFile(classPath)) {
      throw new FailedException(classPath + " must be built first: use benchmarks/side-by-side");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
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
