package vae4j.backend.nd4j;

import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;

/**
 * g ← g · f′ for the activations that are linear on each side of 0, told from their output y: g
 * where y &gt; 0, else slope · g. ND4J's {@code relu_bp} does the same on one thread.
 */
final class HostActivationGradient {
  /** Numbers that are worked on at a time; they fit the first-level cache. */
  private static final int CHUNK = 2048;

  private HostActivationGradient() {}

  static void apply(HostStorage y, HostStorage g, double slope, ParallelLoop workers) {
    int chunks = Math.toIntExact((y.length() + CHUNK - 1) / CHUNK);
    boolean floats = y.isFloat();
    workers.share(
        chunks,
        (from, to, worker) -> {
          Object output = floats ? new float[CHUNK] : new double[CHUNK];
          Object gradient = floats ? new float[CHUNK] : new double[CHUNK];
          for (int chunk = from; chunk < to; chunk++) {
            long offset = (long) chunk * CHUNK;
            int length = (int) Math.min(CHUNK, y.length() - offset);
            y.copyTo(offset, output, length);
            g.copyTo(offset, gradient, length);
            if (floats) {
              scale((float[]) output, (float[]) gradient, length, (float) slope);
            } else {
              scale((double[]) output, (double[]) gradient, length, slope);
            }
            g.copyFrom(offset, gradient, length);
          }
        });
  }

  private static void scale(float[] y, float[] g, int length, float slope) {
    for (int i = 0; i < length; i++) {
      g[i] = y[i] > 0 ? g[i] : slope * g[i];
    }
  }

  private static void scale(double[] y, double[] g, int length, double slope) {
    for (int i = 0; i < length; i++) {
      g[i] = y[i] > 0 ? g[i] : slope * g[i];
    }
  }
}
