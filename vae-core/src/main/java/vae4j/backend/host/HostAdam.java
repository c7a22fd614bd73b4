package vae4j.backend.host;

import vae4j.backend.Backend.AdamStep;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;

/**
 * Adam in one pass over the flat vectors (Kingma and Ba 2015, algorithm 1): m ← β₁m + (1−β₁)g, v ←
 * β₂v + (1−β₂)g², θ ← θ − α_t·m / (√v + ε).
 */
public final class HostAdam {
  /** Numbers that are worked on at a time; the four vectors' chunks fit the first-level cache. */
  private static final int CHUNK = 1024;

  private HostAdam() {}

  /**
   * One step, in place; see {@link vae4j.backend.Backend#adam}.
   *
   * @param theta θ
   * @param gradient g
   * @param first m
   * @param second v
   * @param step the numbers of this step
   * @param workers share the vectors
   */
  public static void update(
      HostStorage theta,
      HostStorage gradient,
      HostStorage first,
      HostStorage second,
      AdamStep step,
      ParallelLoop workers) {
    int chunks = Math.toIntExact((theta.length() + CHUNK - 1) / CHUNK);
    HostStorage[] storages = {theta, gradient, first, second};
    workers.share(
        chunks,
        (from, to, worker) -> {
          Object[] parts = new Object[storages.length];
          for (int s = 0; s < parts.length; s++) {
            parts[s] = theta.isFloat() ? new float[CHUNK] : new double[CHUNK];
          }
          for (int chunk = from; chunk < to; chunk++) {
            long offset = (long) chunk * CHUNK;
            int length = (int) Math.min(CHUNK, theta.length() - offset);
            for (int s = 0; s < parts.length; s++) {
              storages[s].copyTo(offset, parts[s], length);
            }
            if (theta.isFloat()) {
              floats(parts, length, step);
            } else {
              doubles(parts, length, step);
            }
            theta.copyFrom(offset, parts[0], length);
            first.copyFrom(offset, parts[2], length);
            second.copyFrom(offset, parts[3], length);
          }
        });
  }

  private static void floats(Object[] parts, int length, AdamStep step) {
    float[] theta = (float[]) parts[0];
    float[] g = (float[]) parts[1];
    float[] m = (float[]) parts[2];
    float[] v = (float[]) parts[3];
    float beta1 = (float) step.beta1();
    float beta2 = (float) step.beta2();
    float rest1 = (float) (1 - step.beta1());
    float rest2 = (float) (1 - step.beta2());
    float stepSize = (float) step.stepSize().get();
    float epsilon = (float) step.epsilon();
    for (int i = 0; i < length; i++) {
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * g[i] * g[i];
      theta[i] -= stepSize * m[i] / ((float) Math.sqrt(v[i]) + epsilon);
    }
  }

  private static void doubles(Object[] parts, int length, AdamStep step) {
    double[] theta = (double[]) parts[0];
    double[] g = (double[]) parts[1];
    double[] m = (double[]) parts[2];
    double[] v = (double[]) parts[3];
    double stepSize = step.stepSize().get();
    for (int i = 0; i < length; i++) {
      m[i] = step.beta1() * m[i] + (1 - step.beta1()) * g[i];
      v[i] = step.beta2() * v[i] + (1 - step.beta2()) * g[i] * g[i];
      theta[i] -= stepSize * m[i] / (Math.sqrt(v[i]) + step.epsilon());
    }
  }
}
