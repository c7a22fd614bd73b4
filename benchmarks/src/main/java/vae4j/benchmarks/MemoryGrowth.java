package vae4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.random.RandomGenerator;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.train.Optimizer;
import vae4j.train.Presets;

/** Whether memory grows over a long training: {@code gdl-vae} on Fashion-MNIST, 20,000 steps. */
public final class MemoryGrowth {
  private static final int STEPS = 20_000;

  private MemoryGrowth() {}

  /**
   * Prints a line of Markdown at 1,000 steps and then every few thousand.
   *
   * @param args backend and images in a batch, {@code onednn} and 20 if not given
   */
  public static void main(String[] args) {
    Failures.main(args, MemoryGrowth::run);
  }

  private static void run(String... args) throws IOException {
    String name = args.length > 0 ? args[0] : "onednn";
    int batch = args.length > 1 ? Failures.positive("images in a batch", args[1]) : 20;
    ImageDataset images = Failures.images(null);
    System.out.printf("| steps | resident, MiB | heap after collection, MiB |%n");
    System.out.printf("|---|---|---|%n");
    try (Backend backend = Backends.open(name, BackendOptions.defaults());
        Vae vae = Vae.create(Presets.named("gdl-vae").config(), 1, backend);
        Optimizer.State optimizer = Optimizer.adam().start(backend, vae.parameters().length())) {
      RandomGenerator noise = Seeds.stream(1, Seeds.Purpose.TRAINING_NOISE, 0);
      int step = 0;
      for (int epoch = 0; step < STEPS; epoch++) {
        RandomGenerator order = Seeds.stream(1, Seeds.Purpose.SHUFFLE, epoch);
        try (Batches batches = Batches.shuffled(images, batch, Binarization.NONE, order)) {
          while (batches.hasNext() && step < STEPS) {
            Batch next = batches.next();
            vae.training().lossAndGradient(next.images(), noise, 1);
            vae.training().update((weights, gradient) -> optimizer.update(weights, gradient, 1e-4));
            step++;
            if (step == 1_000 || step % 5_000 == 0) {
              report(step);
            }
          }
        }
      }
    }
  }

  private static void report(int step) throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(Locale.ROOT, "| %,d | %s | %d |%n", step, resident(), heap >> 20);
  }

  private static String resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "not told here";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Long.toString(Long.parseLong(line.replaceAll("\\D", "")) >> 10))
        .findFirst()
        .orElse("not told here");
  }
}
