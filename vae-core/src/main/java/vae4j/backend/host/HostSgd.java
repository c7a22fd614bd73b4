package vae4j.backend.host;

import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;

/** Gradient descent with momentum: v ← μv + g, θ ← θ − αv. */
public final class HostSgd {
  private HostSgd() {}

  /**
   * One step, in place; see {@link vae4j.backend.Backend#sgd}.
   *
   * @param theta θ
   * @param gradient g
   * @param velocity v
   * @param learningRate α
   * @param momentum μ
   * @param workers share the vector
   */
  public static void update(
      HostStorage theta,
      HostStorage gradient,
      HostStorage velocity,
      double learningRate,
      double momentum,
      ParallelLoop workers) {
    workers.share(
        Math.toIntExact(theta.length()),
        (from, to, worker) -> {
          for (int i = from; i < to; i++) {
            double v = momentum * velocity.get(i) + gradient.get(i);
            velocity.set(i, v);
            theta.set(i, theta.get(i) - learningRate * v);
          }
        });
  }
}
