package vae4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.ImageShape;
import vae4j.train.Optimizer;

/** The time of a training step for images of several sizes, on one thread and on two. */
public final class ImageSizes {
  private static final int[] SIDES = {32, 48, 64, 96, 128};
  private static final int ROUNDS = 15;
  private static final int IMAGES = 64;

  private ImageSizes() {}

  /** A model ready to train, and what its steps took. */
  private record Run(
      int side,
      int threads,
      Backend backend,
      Vae vae,
      Optimizer.State optimizer,
      INDArray images,
      List<Double> milliseconds) {
    static Run of(int side, int threads) {
      Backend backend = Backends.open("onednn", BackendOptions.defaults().withThreads(threads));
      VaeConfig config =
          VaeConfig.conv(new ImageShape(side, side, 1)).filters(32, 64, 128).latent(2).build();
      Vae vae = Vae.create(config, 1, backend);
      float[] pixels = new float[IMAGES * side * side];
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) random.nextDouble();
      }
      INDArray images = Nd4j.create(pixels, new long[] {IMAGES, side, side, 1}, 'c');
      Optimizer.State optimizer = Optimizer.adam().start(backend, vae.parameters().length());
      return new Run(side, threads, backend, vae, optimizer, images, new ArrayList<>());
    }

    void step() {
      long started = System.nanoTime();
      vae.training().lossAndGradient(images, new SplittableRandom(2), 1);
      vae.training().update((weights, gradient) -> optimizer.update(weights, gradient, 1e-4));
      milliseconds.add((System.nanoTime() - started) / 1e6);
    }

    double median() {
      double[] sorted = milliseconds.stream().skip(3).mapToDouble(Double::doubleValue).toArray();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }

    void close() {
      optimizer.close();
      vae.close();
      images.close();
      backend.close();
    }
  }

  /**
   * Prints a Markdown table.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Failures.main(args, words -> run());
  }

  private static void run() {
    List<Run> runs = new ArrayList<>();
    for (int side : SIDES) {
      runs.add(Run.of(side, 1));
      runs.add(Run.of(side, 2));
    }
    for (int round = 0; round < ROUNDS + 3; round++) {
      runs.forEach(Run::step);
    }
    System.out.printf(
        "| images | 1 thread, ms each | 2 threads, ms each | ratio"
            + " | 2 threads, ns for each pixel |%n|---|---|---|---|---|%n");
    for (int i = 0; i < runs.size(); i += 2) {
      double one = runs.get(i).median() / IMAGES;
      double two = runs.get(i + 1).median() / IMAGES;
      int side = runs.get(i).side;
      System.out.printf(
          Locale.ROOT,
          "| %d×%d | %.3f | %.3f | %.2f | %.0f |%n",
          side,
          side,
          one,
          two,
          one / two,
          two * 1e6 / (side * side));
    }
    runs.forEach(Run::close);
  }
}
