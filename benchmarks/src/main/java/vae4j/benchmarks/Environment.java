package vae4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where and when figures were made.
 *
 * @param date of the run, UTC
 * @param commit of the sources, with {@code +changes} where they differ from it; or {@code unknown}
 * @param cpu the processor's name
 * @param processors how many this process may use
 * @param memoryBytes of the machine
 * @param system name, version and architecture
 * @param jdk name and version
 */
record Environment(
    String date,
    String commit,
    String cpu,
    int processors,
    long memoryBytes,
    String system,
    String jdk) {
  /**
   * Of this process.
   *
   * @param sources a folder of the checkout
   */
  static Environment here(Path sources) {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Environment(
        Instant.now().toString(),
        commitOf(sources),
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        machine.getTotalMemorySize(),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        property("java.vm.name") + " " + property("java.runtime.version"));
  }

  /** One line, for people. */
  @Override
  public String toString() {
    return String.format(
        "%s, %d processors, %.0f GiB; %s; %s; commit %s; %s",
        cpu, processors, memoryBytes / (1024.0 * 1024 * 1024), system, jdk, commit, date);
  }

  private static String commitOf(Path sources) {
    try {
      String commit = git(sources, "rev-parse", "--short=12", "HEAD");
      boolean changed = !git(sources, "status", "--porcelain").isEmpty();
      return commit.isEmpty() ? "unknown" : commit + (changed ? "+changes" : "");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String git(Path folder, String... words) throws IOException {
    String[] command = new String[words.length + 3];
    command[0] = "git";
    command[1] = "-C";
    command[2] = folder.toString();
    System.arraycopy(words, 0, command, 3, words.length);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static String cpuName() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // Not Linux.
    }
    return property("os.arch");
  }

  private static String property(String name) {
    return String.valueOf(System.getProperty(name));
  }
}
