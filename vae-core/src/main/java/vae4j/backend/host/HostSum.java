package vae4j.backend.host;

import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;

/** The sum of two vectors, where an ND4J operation would cost more than the numbers. */
final class HostSum {
  /** Numbers that are worked on at a time. */
  private static final int CHUNK = 4096;

  private HostSum() {}

  /**
   * target ← target + source.
   *
   * @param source as long as the target, and of its type
   * @param target changed
   * @param workers share the vectors
   */
  static void add(HostStorage source, HostStorage target, ParallelLoop workers) {
    int chunks = Math.toIntExact((target.length() + CHUNK - 1) / CHUNK);
    workers.share(
        chunks,
        (from, to, worker) -> {
          if (target.isFloat()) {
            floats(source, target, from, to);
          } else {
            doubles(source, target, from, to);
          }
        });
  }

  private static void floats(HostStorage source, HostStorage target, int from, int to) {
    float[] a = new float[CHUNK];
    float[] b = new float[CHUNK];
    for (int chunk = from; chunk < to; chunk++) {
      long offset = (long) chunk * CHUNK;
      int length = (int) Math.min(CHUNK, target.length() - offset);
      source.copyTo(offset, a, length);
      target.copyTo(offset, b, length);
      for (int i = 0; i < length; i++) {
        b[i] += a[i];
      }
      target.copyFrom(offset, b, length);
    }
  }

  private static void doubles(HostStorage source, HostStorage target, int from, int to) {
    double[] a = new double[CHUNK];
    double[] b = new double[CHUNK];
    for (int chunk = from; chunk < to; chunk++) {
      long offset = (long) chunk * CHUNK;
      int length = (int) Math.min(CHUNK, target.length() - offset);
      source.copyTo(offset, a, length);
      target.copyTo(offset, b, length);
      for (int i = 0; i < length; i++) {
        b[i] += a[i];
      }
      target.copyFrom(offset, b, length);
    }
  }
}
