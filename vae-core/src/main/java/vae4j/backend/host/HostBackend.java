package vae4j.backend.host;

import vae4j.backend.Backend;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.LatentKernel;
import vae4j.backend.kernel.LikelihoodKernel;
import vae4j.backend.kernel.Normalization;
import vae4j.backend.kernel.NormalizationKernel;
import vae4j.backend.kernel.UpsamplingKernel;
import vae4j.data.ImageShape;

/** The common part of backends on host memory: small kernels, vectors, optimisers. */
public abstract class HostBackend implements Backend {
  /** Numbers that are worth a thread. */
  private static final int CHUNK = 1 << 14;

  private final ParallelLoop workers;
  private volatile boolean closed;

  /**
   * Starts the threads that Java's loops share.
   *
   * @param threads how many, at least 1
   */
  protected HostBackend(int threads) {
    this.workers = new ParallelLoop(threads);
  }

  /** The threads of Java's loops. */
  protected final ParallelLoop workers() {
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
  public NormalizationKernel normalization(Normalization map, int batch) {
    return new HostNormalization(map, batch, workers);
  }

  @Override
  public UpsamplingKernel upsampling(ImageShape input, int factor, int batch) {
    return new HostUpsampling(input, factor, batch, workers);
  }

  @Override
  public void scale(Storage values, double factor) {
    HostStorage.of(values).array().muli(factor);
  }

  @Override
  public void copyBlocks(
      Storage source,
      int sourceStart,
      int sourceStride,
      Storage target,
      int targetStart,
      int targetStride,
      int length,
      int blocks) {
    HostStorage from = HostStorage.of(source);
    HostStorage to = HostStorage.of(target);
    int chunk = Math.max(1, CHUNK / length);
    workers.share(
        (blocks + chunk - 1) / chunk,
        (first, last, worker) -> {
          int end = Math.min(blocks, last * chunk);
          for (int i = first * chunk; i < end; i++) {
            long start = sourceStart + (long) i * sourceStride;
            to.copyFrom(targetStart + (long) i * targetStride, from, start, length);
          }
        });
  }

  @Override
  public void addBlocks(
      Storage source,
      int sourceStart,
      int sourceStride,
      Storage target,
      int targetStart,
      int targetStride,
      int length,
      int blocks) {
    HostStorage from = HostStorage.of(source);
    HostStorage to = HostStorage.of(target);
    for (int i = 0; i < blocks; i++) {
      for (int j = 0; j < length; j++) {
        int place = targetStart + i * targetStride + j;
        to.set(place, to.get(place) + from.get(sourceStart + i * sourceStride + j));
      }
    }
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
      Scalar learningRate,
      double momentum) {
    HostSgd.update(
        HostStorage.of(parameters),
        HostStorage.of(gradient),
        HostStorage.of(velocity),
        learningRate.get(),
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
