package vae4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Session;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.latent.DiagonalGaussian;
import vae4j.train.Presets;

/**
 * Inference by one session, and by two sessions of one model on two threads, alternated; and the
 * time of encoding one image. The backend has one thread, so that each session has a processor.
 */
final class Sessions {
  private static final int BATCH = 100;
  private static final int CALLS = 30;
  private static final int SINGLE_CALLS = 500;

  private Sessions() {}

  /**
   * Prints medians.
   *
   * @param args how many pairs, 7 if not given
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 7;
    try (Backend backend = Backends.open(Backends.AUTO, BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(Presets.named("gdl-vae").config(), 1, backend);
        Session first = vae.session();
        Session second = vae.session();
        INDArray images = images(BATCH);
        INDArray one = images(1)) {
      double[] ratios = new double[pairs];
      for (int i = -2; i < pairs; i++) {
        double alone = imagesPerSecond(List.of(first), images);
        double together = imagesPerSecond(List.of(first, second), images);
        if (i >= 0) {
          ratios[i] = together / alone;
          System.out.printf(
              Locale.ROOT, "1 session %,.0f images/s, 2 sessions %,.0f%n", alone, together);
        }
      }
      System.out.printf(Locale.ROOT, "2 sessions / 1: median %.2f%n", median(ratios));
      double[] micros = new double[15];
      for (int i = 0; i < micros.length; i++) {
        long started = System.nanoTime();
        for (int call = 0; call < SINGLE_CALLS; call++) {
          first.encode(one).close();
        }
        micros[i] = (System.nanoTime() - started) / 1e3 / SINGLE_CALLS;
      }
      System.out.printf(Locale.ROOT, "1 image encoded in %.0f µs%n", median(micros));
    }
  }

  private static INDArray images(int count) {
    float[] pixels = new float[count * 1024];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return Nd4j.create(pixels, new long[] {count, 32, 32, 1}, 'c');
  }

  private static double imagesPerSecond(List<Session> sessions, INDArray images)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Session session : sessions) {
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < CALLS; i++) {
                  try (DiagonalGaussian posterior = session.encode(images);
                      INDArray decoded = session.decode(posterior.mean())) {
                    if (decoded.size(0) != BATCH) {
                      throw new IllegalStateException("images must be " + BATCH);
                    }
                  }
                }
              }));
    }
    long started = System.nanoTime();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return sessions.size() * CALLS * BATCH / ((System.nanoTime() - started) / 1e9);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
