package vae4j.backend.host;

import vae4j.backend.Backend;
import vae4j.backend.HostStorage;
import vae4j.backend.LatentKernel;
import vae4j.backend.LikelihoodKernel;
import vae4j.backend.Storage;
import vae4j.backend.Workers;

/** What backends on host memory have in common: the small kernels, the vectors, the optimisers. */
public abstract class HostBackend implements Backend {
  private final Workers workers;
  private volatile boolean closed;

  /**
   * Starts the threads that Java's loops share.
   *
   * @param threads how many, at least 1
   */
  protected HostBackend(int threads) {
    this.workers = new Workers(threads);
  }

  /** The threads of Java's loops. */
  protected final Workers workers() {
    return workers;
  }

  @Override
  public LatentKernel latent(int batch, int latent) {
    return new HostLatent(batch, latent);
  }

  @Override
  public LikelihoodKernel gaussian(int batch, int pixels, double variance) {
    return HostGaussian.fixed(batch, pixels, variance, workers);
  }

  @Override
  public LikelihoodKernel gaussianLearnedVariance(int batch, int pixels) {
    return HostGaussian.learned(batch, pixels, workers);
  }

  @Override
  public void copy(Storage source, Storage target) {
    HostStorage.of(target).array().assign(HostStorage.of(source).array());
  }

  @Override
  public void add(Storage source, Storage target) {
    HostSum.add(HostStorage.of(source), HostStorage.of(target), workers);
  }

  @Override
  public void adam(
      Storage parameters,
      Storage gradient,
      Storage firstMoment,
      Storage secondMoment,
      AdamStep step) {
    HostAdam.update(
        HostStorage.of(parameters),
        HostStorage.of(gradient),
        HostStorage.of(firstMoment),
        HostStorage.of(secondMoment),
        step,
        workers);
  }

  @Override
  public void sgd(
      Storage parameters,
      Storage gradient,
      Storage velocity,
      double learningRate,
      double momentum) {
    HostSgd.update(
        HostStorage.of(parameters),
        HostStorage.of(gradient),
        HostStorage.of(velocity),
        learningRate,
        momentum,
        workers);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    closed = true;
    workers.close();
  }
}
