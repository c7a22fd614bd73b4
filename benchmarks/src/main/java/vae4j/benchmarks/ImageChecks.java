package vae4j.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.ImageShape;
import vae4j.data.ImageValues;
import vae4j.train.Presets;

/** The time to check each value of a batch, beside the training step that follows. */
public final class ImageChecks {
  private static final int BATCH = 100;
  private static final int WARM_UP = 50;
  private static final int STEPS = 100;

  private ImageChecks() {}

  /**
   * Prints a Markdown table.
   *
   * @param args the backend's name, {@code onednn} if not given
   */
  public static void main(String[] args) {
    Failures.main(args, ImageChecks::run);
  }

  private static void run(String... args) {
    ImageShape shape = new ImageShape(32, 32, 1);
    float[] values = new float[BATCH * shape.size()];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(256) / 255f;
    }
    double[] heap = new double[STEPS];
    double[] array = new double[STEPS];
    double[] step = new double[STEPS];
    String name = args.length > 0 ? args[0] : "onednn";
    try (Backend backend = Backends.open(name, BackendOptions.defaults());
        Vae vae = Vae.create(Presets.named("gdl-vae").config(), 1, backend);
        INDArray images = Nd4j.create(values, new long[] {BATCH, 32, 32, 1}, 'c')) {
      for (int round = -WARM_UP; round < STEPS; round++) {
        int i = Math.max(0, round);
        heap[i] = milliseconds(() -> ImageValues.require(values, shape, n -> n, "images"));
        array[i] = milliseconds(() -> ImageValues.require(images));
        step[i] = milliseconds(() -> vae.training().lossAndGradient(images, random, 1));
      }
    }
    System.out.printf(
        "| %d images of %s | ms, median | least | %% of the step |%n|---|--:|--:|--:|%n",
        BATCH, shape);
    row("values of a data set", heap, step);
    row("values of an array", array, step);
    row("the step, without Adam, with an array's check", step, step);
  }

  private static double milliseconds(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1e6;
  }

  private static void row(String what, double[] times, double[] step) {
    double median = median(times);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %.2f |%n",
        what,
        median,
        least(times),
        100 * least(times) / least(step));
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double least(double[] times) {
    return Arrays.stream(times).min().orElseThrow();
  }
}
