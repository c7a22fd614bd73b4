package vae4j.benchmarks.gpu;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.data.ImageDataset;
import vae4j.train.Decision;
import vae4j.train.Trainer;
import vae4j.train.Training;
import vae4j.train.TrainingListener;

/** Whether memory grows over a long training: that of the device, the process and the heap. */
@Command(name = "memory", description = "Watches memory over many steps.")
final class MemoryCommand implements Callable<Integer> {
  @Mixin private final Options options = new Options();

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20000",
      description = "At least so many. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "600",
      description = "It ends after so many in any case. Default: ${DEFAULT-VALUE}.")
  private long seconds;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Only the first images. Default: all.")
  private int limit = Integer.MAX_VALUE;

  @Parameters(index = "0", paramLabel = "FILE", description = "Where the result goes, as JSON.")
  private Path file = Path.of("");

  @Parameters(index = "1", paramLabel = "FILTERS/BATCH", description = "Such as 32,64,128/100.")
  private Workload workload;

  /** For the command line. */
  MemoryCommand() {}

  /**
   * Memory after so many steps, in bytes.
   *
   * @param steps so far
   * @param freeBytes of the device
   * @param residentBytes of the process; 0 where the system does not say
   * @param heapBytes in use, after a collection
   */
  record Sample(long steps, long freeBytes, long residentBytes, long heapBytes) {}

  /**
   * What was measured.
   *
   * @param name of the workload
   * @param precision as asked for
   * @param backend which, and on what
   * @param steps that were asked for
   * @param samples the first one before the model was made, the others after an epoch each
   */
  record Result(String name, String precision, String backend, int steps, List<Sample> samples) {}

  @Override
  public Integer call() throws IOException {
    ImageDataset images = workload.images(options.images().take(limit));
    int stepsOfEpoch = images.size() / workload.batch();
    int epochs = (steps + stepsOfEpoch - 1) / stepsOfEpoch;
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    try (Backend backend = options.open()) {
      List<Sample> samples = new ArrayList<>();
      samples.add(sample(backend, 0));
      TrainingListener watch =
          new TrainingListener() {
            @Override
            public Decision onEpochEnd(Training training, int epoch) {
              samples.add(sample(backend, (long) epoch * stepsOfEpoch));
              return System.nanoTime() < end ? Decision.CONTINUE : Decision.stop("time is up");
            }
          };
      try (Vae vae = Vae.create(workload.model(), Workload.SEED, backend)) {
        new Trainer(workload.training(epochs), watch).fit(vae, images);
      }
      GpuBenchmark.write(
          file,
          new Result(
              workload.name(),
              options.precision(),
              backend.name() + " (" + backend.description() + ")",
              steps,
              samples));
    }
    return 0;
  }

  private static Sample sample(Backend backend, long steps) {
    System.gc();
    return new Sample(
        steps,
        backend.availableMemory().nativeBytes(),
        resident(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  private static long resident() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          // As in "VmRSS:     5124 kB": proc(5).
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      // Not Linux.
    }
    return 0;
  }
}
