package vae4j.benchmarks.gpu;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.common.config.ND4JSystemProperties;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The part of {@code benchmarks/gpu/run} that trains with this library. */
@Command(
    name = "gpu-benchmark",
    description = "Measures training on a GPU for benchmarks/gpu/run.",
    mixinStandardHelpOptions = true,
    subcommands = {FilesCommand.class, TimeCommand.class, MemoryCommand.class})
public final class GpuBenchmark {
  /** For the command line. */
  public GpuBenchmark() {}

  /**
   * Runs it and ends the process: 0 if it was measured, 1 if not, 2 for wrong arguments.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    // Else ND4J says on standard output what it runs on.
    System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new GpuBenchmark())
        .registerConverter(Workload.class, Workload::parse)
        .setParameterExceptionHandler(
            (e, words) -> {
              e.getCommandLine().getErr().println(e.getMessage() + " (see --help)");
              return CommandLine.ExitCode.USAGE;
            });
  }

  /**
   * Writes a result.
   *
   * @param file overwritten
   * @param result a record
   * @throws IOException if it cannot be written
   */
  static void write(Path file, Object result) throws IOException {
    Files.writeString(
        file,
        new GsonBuilder().serializeSpecialFloatingPointValues().create().toJson(result) + "\n");
  }
}
