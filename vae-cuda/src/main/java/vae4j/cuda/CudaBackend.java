package vae4j.cuda;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vae4j.backend.AvailableMemory;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.ImageTable;
import vae4j.backend.Precision;
import vae4j.backend.Recording;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.LatentKernel;
import vae4j.backend.kernel.LikelihoodKernel;
import vae4j.backend.kernel.Normalization;
import vae4j.backend.kernel.NormalizationKernel;
import vae4j.backend.kernel.UpsamplingKernel;
import vae4j.cuda.driver.CudaException;
import vae4j.cuda.driver.DeviceMemory;
import vae4j.cuda.driver.Gpu;
import vae4j.cuda.driver.Graph;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.PeerCopies;
import vae4j.cuda.library.device.Libraries;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/** The GPU backend: memory, kernels, and recorded work of one NVIDIA GPU. */
final class CudaBackend implements Backend {
  /** Its name on the command line. */
  static final String NAME = "cuda";

  private static final Logger LOG = LoggerFactory.getLogger(CudaBackend.class);

  private final Precision precision;
  private final DataType type;
  private final Kind activations;
  private final Gpu gpu;
  private final Kernels kernels;
  private final Libraries libraries;

  /** Ways from other GPUs, by their numbers. */
  private final Map<Integer, PeerCopies> peers = new ConcurrentHashMap<>();

  CudaBackend(BackendOptions options) {
    this(options, Libraries::open);
  }

  /** With the libraries that layers may run on. */
  CudaBackend(BackendOptions options, BiFunction<Kernels, Precision, Libraries> opening) {
    this.precision = options.precision();
    this.type = precision == Precision.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
    this.activations =
        switch (precision) {
          case BF16 -> Kind.BFLOAT16;
          case FP16 -> Kind.FLOAT16;
          default -> Kind.REAL;
        };
    this.gpu = new Gpu(options.device());
    try {
      this.kernels = new Kernels(gpu, type == DataType.DOUBLE);
      this.libraries = opening.apply(kernels, precision);
    } catch (RuntimeException e) {
      gpu.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "%s, compute capability %d.%d, %s",
        gpu.name(),
        gpu.capability() / 10,
        gpu.capability() % 10,
        precision);
  }

  @Override
  public DataType dataType() {
    return precision.dataType();
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public Storage allocate(long length) {
    return DeviceStorage.allocate(kernels, type, Kind.REAL, length);
  }

  @Override
  public Storage allocateActivations(long length) {
    return DeviceStorage.allocate(kernels, type, activations, length);
  }

  @Override
  public Storage allocateLike(Storage storage) {
    return DeviceStorage.allocate(
        kernels, type, DeviceStorage.of(storage).kind(), storage.length());
  }

  /** The gradient of a logit is up to 16 to 32 then, far below float16's largest number. */
  @Override
  public double gradientScale(int images) {
    return activations == Kind.FLOAT16 ? 16.0 * Integer.highestOneBit(2 * images - 1) : 1;
  }

  @Override
  public Scalar scalar() {
    return new DeviceScalar(kernels, type);
  }

  @Override
  public @Nullable Recording record(Recording.Ends ends, Runnable work) {
    try {
      return ends.equals(Recording.Ends.NONE)
          ? new RecordedKernels(new Graph(gpu, work))
          : CudaRecording.of(kernels, type, ends, work);
    } catch (CudaException e) {
      LOG.warn("kernels are launched one by one, recording failed: {}", e.getMessage());
      return null;
    }
  }

  @Override
  public @Nullable ImageTable imageTable(ImageDataset dataset) {
    return DeviceImages.of(kernels, dataset);
  }

  @Override
  public KernelMemory kernelMemory() {
    return new CudaMemory(type, activations, gpu.multiprocessors(), libraries);
  }

  @Override
  public AvailableMemory availableMemory() {
    return AvailableMemory.ofDevice(gpu.freeBytes(), gpu.name());
  }

  @Override
  public AffineKernel affine(AffineMap map, Activation activation, int batch) {
    return new CudaAffine(kernels, type, libraries, map, activation, batch);
  }

  @Override
  public ActivationKernel activation(Activation activation, long length) {
    return new CudaActivation(kernels, Function.of(activation));
  }

  @Override
  public ActivationKernel sigmoid(long length) {
    return new CudaActivation(kernels, Function.SIGMOID);
  }

  @Override
  public LatentKernel latent(int batch, int latent) {
    return new CudaLatent(kernels, batch, latent);
  }

  @Override
  public LikelihoodKernel bernoulli(int batch, int pixels) {
    return CudaLikelihood.bernoulli(kernels, batch, pixels);
  }

  @Override
  public LikelihoodKernel gaussian(int batch, int pixels, double variance) {
    return CudaLikelihood.gaussian(kernels, batch, pixels, variance);
  }

  @Override
  public LikelihoodKernel gaussianLearnedVariance(int batch, int pixels) {
    return CudaLikelihood.learned(kernels, type, batch, pixels);
  }

  @Override
  public NormalizationKernel normalization(Normalization map, int batch) {
    return new CudaNormalization(kernels, type, map, batch);
  }

  @Override
  public UpsamplingKernel upsampling(ImageShape input, int factor, int batch) {
    return new CudaUpsampling(kernels, input, factor, batch);
  }

  @Override
  public void scale(Storage values, double factor) {
    kernels
        .launch("vector_scale")
        .address(DeviceStorage.address(values))
        .real(factor)
        .size(values.length())
        .over(values.length());
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
    blocks(
        "copy_blocks",
        source,
        new long[] {sourceStart, sourceStride},
        target,
        new long[] {targetStart, targetStride, length, blocks});
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
    blocks(
        "add_blocks",
        source,
        new long[] {sourceStart, sourceStride},
        target,
        new long[] {targetStart, targetStride, length, blocks});
  }

  private void blocks(String kernel, Storage source, long[] from, Storage target, long[] to) {
    kernels
        .launch(kernel)
        .address(DeviceStorage.address(source))
        .size(from[0])
        .size(from[1])
        .address(DeviceStorage.address(target))
        .size(to[0])
        .size(to[1])
        .size(to[2])
        .size(to[3])
        .over(to[2] * to[3]);
  }

  @Override
  public void copy(Storage source, Storage target) {
    DeviceStorage from = DeviceStorage.of(source);
    DeviceStorage to = DeviceStorage.of(target);
    requireSameLength(from, to);
    if (from.kind() == to.kind()) {
      long bytes = from.length() * DeviceStorage.bytes(type, from.kind());
      DeviceMemory.copy(gpu, from.address(), to.address(), bytes);
      return;
    }
    from.convert(to);
  }

  @Override
  public void copyFrom(Backend other, Storage source, Storage target) {
    if (!(other instanceof CudaBackend from) || from.type != type) {
      target.write(source.toDoubles());
      return;
    }
    requireSameLength(source, target);
    PeerCopies copies =
        peers.computeIfAbsent(from.gpu.ordinal(), ordinal -> new PeerCopies(from.gpu, gpu));
    copies.copy(
        DeviceStorage.address(source),
        DeviceStorage.address(target),
        source.length() * DeviceStorage.bytes(type, Kind.REAL));
  }

  @Override
  public void add(Storage source, Storage target) {
    requireSameLength(source, target);
    kernels
        .launch("vector_add")
        .address(DeviceStorage.address(source))
        .address(DeviceStorage.address(target))
        .size(target.length())
        .over(target.length());
  }

  private static void requireSameLength(Storage source, Storage target) {
    if (source.length() != target.length()) {
      throw new IllegalArgumentException(
          "length must be " + target.length() + ", was " + source.length());
    }
  }

  @Override
  public void adam(
      Storage parameters,
      Storage gradient,
      Storage firstMoment,
      Storage secondMoment,
      AdamStep step) {
    long stepSize = DeviceScalar.address(step.stepSize());
    kernels
        .launch("adam")
        .address(DeviceStorage.address(parameters))
        .address(DeviceStorage.address(gradient))
        .address(DeviceStorage.address(firstMoment))
        .address(DeviceStorage.address(secondMoment))
        .address(stepSize)
        .real(step.beta1())
        .real(1 - step.beta1())
        .real(step.beta2())
        .real(1 - step.beta2())
        .real(step.epsilon())
        .size(parameters.length())
        .over(parameters.length());
  }

  @Override
  public void sgd(
      Storage parameters,
      Storage gradient,
      Storage velocity,
      Scalar learningRate,
      double momentum) {
    long rate = DeviceScalar.address(learningRate);
    kernels
        .launch("sgd")
        .address(DeviceStorage.address(parameters))
        .address(DeviceStorage.address(gradient))
        .address(DeviceStorage.address(velocity))
        .address(rate)
        .real(momentum)
        .size(parameters.length())
        .over(parameters.length());
  }

  @Override
  public boolean isClosed() {
    return gpu.isClosed();
  }

  /** Frees all that lies on the GPU. */
  @Override
  public void close() {
    libraries.close();
    gpu.close();
  }
}
