package vae4j.onednn;

import java.util.Locale;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.BackendOptions;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;
import vae4j.backend.host.FlippedWeights;
import vae4j.backend.host.HostBackend;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.LikelihoodKernel;

/** The fast CPU backend, on oneDNN's primitives. */
final class OneDnnBackend extends HostBackend {
  /** Its name on the command line. */
  static final String NAME = "onednn";

  /** Measured: docs/benchmarks.md, "Batches". */
  private static final long ACTIVATIONS_AT_A_TIME = 11_000_000;

  private final DataType dataType;
  private final OneDnn library;

  OneDnnBackend(BackendOptions options) {
    super(options.effectiveThreads());
    this.dataType = options.dataType();
    this.library = new OneDnn(workers().threads(), dataType);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    dnnl_version_t version = dnnl.dnnl_version();
    return String.format(
        Locale.ROOT,
        "oneDNN %d.%d.%d, %s, %s, %d thread%s",
        version.major(),
        version.minor(),
        version.patch(),
        InstructionSet.name(),
        dataType == DataType.BFLOAT16 ? "bfloat16" : "float32",
        workers().threads(),
        workers().threads() == 1 ? "" : "s");
  }

  @Override
  public DataType dataType() {
    return dataType;
  }

  @Override
  public Storage allocate(long length) {
    return HostStorage.allocate(DataType.FLOAT, length);
  }

  @Override
  public long activationsAtATime() {
    return ACTIVATIONS_AT_A_TIME;
  }

  @Override
  public Storage allocateActivations(long length) {
    return dataType == DataType.BFLOAT16 ? Bfloat16Storage.allocate(length) : allocate(length);
  }

  @Override
  public AffineKernel affine(AffineMap map, Activation activation, int batch) {
    if (map instanceof AffineMap.Dense dense) {
      return new OneDnnDense(library, dense, activation, batch);
    }
    if (map instanceof AffineMap.TransposedConvolution transposed) {
      return new OneDnnTransposedConvolution(library, transposed, activation, batch);
    }
    AffineMap.Convolution convolution = (AffineMap.Convolution) map;
    if (FlippedWeights.suits(convolution)) {
      ActivationKernel apart = activation(activation, (long) batch * map.output().size());
      return new OneDnnFlippedConvolution(library, convolution, apart, batch, workers());
    }
    return new OneDnnConvolution(library, convolution, activation, batch);
  }

  @Override
  public ActivationKernel activation(Activation activation, long length) {
    return activation instanceof Activation.Identity
        ? new IdentityActivation()
        : new OneDnnActivation(library, activation, length);
  }

  @Override
  public KernelMemory kernelMemory() {
    return new OneDnnMemory(dataType == DataType.BFLOAT16, workers().threads());
  }

  @Override
  public LikelihoodKernel bernoulli(int batch, int pixels) {
    return new OneDnnBernoulli(library, batch, pixels, workers());
  }

  @Override
  public Storage allocateLike(Storage storage) {
    return storage instanceof Bfloat16Storage
        ? Bfloat16Storage.allocate(storage.length())
        : allocate(storage.length());
  }

  @Override
  public ActivationKernel sigmoid(long length) {
    return new OneDnnSigmoid(
        OneDnnBernoulli.elementwise(library, algorithm.eltwise_logistic, length));
  }

  @Override
  public void close() {
    super.close();
    library.close();
  }
}
