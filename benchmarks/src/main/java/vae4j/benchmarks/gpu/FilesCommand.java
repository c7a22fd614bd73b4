package vae4j.benchmarks.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vae4j.data.ImageDataset;

/** Writes the files from which another library trains the same. */
@Command(name = "files", description = "Writes what another library needs to train the same.")
final class FilesCommand implements Callable<Integer> {
  @Mixin private final Options options = new Options();

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Steps whose images and noise are written. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Only the first images. Default: all.")
  private int limit = Integer.MAX_VALUE;

  @Parameters(index = "0", paramLabel = "DIR", description = "Where they go.")
  private Path folder = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILTERS/BATCH",
      description = "Such as 32,64,128/100.")
  private List<Workload> workloads = List.of();

  /** For the command line. */
  FilesCommand() {}

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    ImageDataset data = options.images().take(limit);
    PeerFiles.writeImages(folder, data);
    for (Workload workload : workloads) {
      PeerFiles.write(folder, workload, data, steps);
    }
    return 0;
  }
}
