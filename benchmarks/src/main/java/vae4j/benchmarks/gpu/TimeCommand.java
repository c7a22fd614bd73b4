package vae4j.benchmarks.gpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.data.ImageDataset;
import vae4j.train.Trainer;

/** Trains as users do, through {@link Trainer}, and times the epochs. */
@Command(name = "time", description = "Times epochs of training.")
final class TimeCommand implements Callable<Integer> {
  @Mixin private final Options options = new Options();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passes, the first of which is the warm-up. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Only the first images. Default: all.")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "First steps whose losses are kept. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Parameters(index = "0", paramLabel = "FILE", description = "Where the result goes, as JSON.")
  private Path file = Path.of("");

  @Parameters(index = "1", paramLabel = "FILTERS/BATCH", description = "Such as 32,64,128/100.")
  private Workload workload;

  /** For the command line. */
  TimeCommand() {}

  /**
   * What was measured.
   *
   * @param name of the workload
   * @param precision as asked for
   * @param backend which, and on what
   * @param filters of the workload
   * @param batch of the workload
   * @param images in an epoch
   * @param epochs the first is the warm-up
   * @param firstLosses objectives of the first steps
   * @param kernels and copies of a step; null where it is not recorded
   * @param freeBytes memory of the device that was free before the model was made
   */
  record Result(
      String name,
      String precision,
      String backend,
      List<Integer> filters,
      int batch,
      int images,
      List<TrainingClock.Epoch> epochs,
      List<Double> firstLosses,
      @Nullable Long kernels,
      long freeBytes) {
    Result withKernels(@Nullable Long count) {
      return new Result(
          name, precision, backend, filters, batch, images, epochs, firstLosses, count, freeBytes);
    }
  }

  @Override
  public Integer call() throws IOException {
    ImageDataset images = workload.images(options.images().take(limit));
    try (Backend backend = options.open()) {
      long free = backend.availableMemory().nativeBytes();
      try (Vae vae = Vae.create(workload.model(), Workload.SEED, backend)) {
        TrainingClock clock = new TrainingClock(backend, steps);
        new Trainer(workload.training(epochs), clock).fit(vae, images);
        Result result =
            new Result(
                workload.name(),
                options.precision(),
                backend.name() + " (" + backend.description() + ")",
                workload.filters(),
                workload.batch(),
                images.size(),
                clock.epochs(),
                clock.firstLosses(),
                null,
                free);
        // Times are kept also where the count fails.
        GpuBenchmark.write(file, result);
        GpuBenchmark.write(file, result.withKernels(KernelCount.of(vae, workload, images)));
      }
    }
    return 0;
  }
}
