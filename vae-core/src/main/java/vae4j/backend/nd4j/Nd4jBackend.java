package vae4j.backend.nd4j;

import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.BackendOptions;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;
import vae4j.backend.host.FlippedWeights;
import vae4j.backend.host.HostBackend;
import vae4j.backend.host.HostBernoulli;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.LikelihoodKernel;

/** The portable backend on ND4J's operations. */
public final class Nd4jBackend extends HostBackend {
  /** Its name on the command line. */
  public static final String NAME = "nd4j";

  private final DataType dataType;

  /**
   * Opens the backend.
   *
   * @param options threads and type
   */
  public Nd4jBackend(BackendOptions options) {
    super(options.effectiveThreads());
    this.dataType = options.dataType();
    int threads = workers().threads();
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    Nd4j.factory().blas().setMaxThreads(threads);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    String type = dataType == DataType.FLOAT ? "float32" : "float64";
    return String.format(
        Locale.ROOT,
        "ND4J %s, %s, %d thread%s",
        Nd4j.getBackend().getClass().getSimpleName(),
        type,
        workers().threads(),
        workers().threads() == 1 ? "" : "s");
  }

  @Override
  public DataType dataType() {
    return dataType;
  }

  @Override
  public Storage allocate(long length) {
    return HostStorage.allocate(dataType, length);
  }

  @Override
  public AffineKernel affine(AffineMap map, Activation activation, int batch) {
    if (map instanceof AffineMap.Dense dense) {
      return new Nd4jDense(dense, activation(activation, (long) batch * dense.units()), batch);
    }
    long outputs = (long) batch * map.output().size();
    if (map instanceof AffineMap.Convolution convolution && FlippedWeights.suits(convolution)) {
      return new FlippedConvolution(
          convolution, activation(activation, outputs), batch, dataType, workers());
    }
    if (map instanceof AffineMap.Convolution convolution) {
      return new Nd4jConvolution(
          convolution, activation(activation, outputs), batch, dataType, workers());
    }
    if (map instanceof AffineMap.TransposedConvolution transposed) {
      return new Nd4jTransposedConvolution(
          transposed, activation(activation, outputs), batch, dataType, workers());
    }
    throw new IllegalArgumentException("no kernel for " + map);
  }

  @Override
  public Nd4jActivation activation(Activation activation, long length) {
    return Nd4jActivation.of(activation, dataType, length, workers());
  }

  @Override
  public KernelMemory kernelMemory() {
    return new Nd4jMemory(dataType, workers().threads());
  }

  @Override
  public LikelihoodKernel bernoulli(int batch, int pixels) {
    return new HostBernoulli(batch, pixels, workers());
  }

  @Override
  public ActivationKernel sigmoid(long length) {
    return new Nd4jSigmoid();
  }
}
