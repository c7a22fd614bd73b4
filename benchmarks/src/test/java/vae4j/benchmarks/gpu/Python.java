package vae4j.benchmarks.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scripts of {@code benchmarks/gpu}, run by a Python of this machine. */
final class Python {
  /** Where the scripts are. */
  static final Path SCRIPTS = Path.of("gpu").toAbsolutePath();

  private Python() {}

  record Run(int code, String output) {}

  /** The first Python of this machine that has a module; empty if none has. */
  static Optional<String> with(String module) {
    return Stream.of("python3", "/usr/bin/python3")
        .filter(python -> has(python, module))
        .findFirst();
  }

  private static boolean has(String python, String module) {
    try {
      return run(Path.of("."), python, "-c", "import " + module).code == 0;
    } catch (IOException e) {
      return false; // There is none of that name.
    }
  }

  /** Runs a command; its output and errors are one text. */
  static Run run(Path folder, String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    // No bytecode beside the sources.
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().remove("OUT");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Run(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
