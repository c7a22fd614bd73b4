package vae4j.cuda.library.device;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vae4j.backend.Precision;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory.Gradients;
import vae4j.backend.kernel.MemoryUse;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.OutOfDeviceMemoryException;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.Epilogue;
import vae4j.cuda.library.Geometry;
import vae4j.cuda.library.KernelLibrary;
import vae4j.cuda.library.MathType;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.TensorTypes;
import vae4j.cuda.library.select.Bench;
import vae4j.cuda.library.select.ChoiceCache;
import vae4j.cuda.library.select.Environment;
import vae4j.cuda.library.select.Selection;

/**
 * NVIDIA's libraries on one GPU, as far as they are there. Each pass of a layer is compared and
 * timed once; where no library computes what the backend's own kernel does, and faster, it stays
 * with that. The log says which runs where.
 */
public final class Libraries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Libraries.class);

  private final Kernels kernels;
  private final Optional<MathType> math;
  private final List<KernelLibrary> opened;
  private final Chooser chooser;
  private final Scratch scratch;
  private final Set<LibraryPasses> passes = ConcurrentHashMap.newKeySet();
  private boolean closed;

  private Libraries(
      Kernels kernels, Optional<MathType> math, List<KernelLibrary> opened, Chooser chooser) {
    this.kernels = kernels;
    this.math = math;
    this.opened = opened;
    this.chooser = chooser;
    this.scratch = new Scratch(kernels.gpu());
  }

  /**
   * Opens those that this machine has, unless {@link LibrarySettings#LIBRARIES} is off. In float64
   * none is used.
   *
   * @param kernels of the GPU
   * @param precision of all layers
   * @return the libraries, to be closed before the GPU
   */
  public static Libraries open(Kernels kernels, Precision precision) {
    List<KernelLibrary> opened =
        MathType.of(precision).isPresent() ? Opening.of(kernels.gpu(), LOG) : List.of();
    return of(kernels, precision, opened, LibrarySettings.choices(), UnaryOperator.identity(), LOG);
  }

  /**
   * Libraries that are open already.
   *
   * @param kernels of the GPU
   * @param precision of all layers
   * @param opened closed with this
   * @param file with the choices of earlier runs
   * @param benches what becomes of each bench before it is used
   * @param log says which pass runs where
   * @return the libraries, to be closed before the GPU
   */
  public static Libraries of(
      Kernels kernels,
      Precision precision,
      List<KernelLibrary> opened,
      Path file,
      UnaryOperator<Bench> benches,
      Logger log) {
    int capability = kernels.gpu().capability();
    Environment environment =
        new Environment(
            kernels.gpu().name(),
            capability / 10 + "." + capability % 10,
            kernels.gpu().driverVersion(),
            Stream.concat(
                    opened.stream().map(KernelLibrary::version),
                    Stream.of("own kernels " + kernels.version()))
                .toList());
    Chooser chooser =
        new Chooser(
            kernels,
            List.copyOf(opened),
            Selection.defaults(),
            () -> ChoiceCache.shared(file, environment, log::info),
            benches,
            log);
    return new Libraries(kernels, MathType.of(precision), List.copyOf(opened), chooser);
  }

  /** The backend's own kernels for the passes of a layer. */
  @FunctionalInterface
  public interface OwnKernels {
    /**
     * Those of one pass.
     *
     * @param pass of the layer
     */
    OwnKernel of(Direction pass);
  }

  /**
   * Chooses for each pass of a layer.
   *
   * @param map its linear part
   * @param activation after its forward pass
   * @param batch images
   * @param own what there is without libraries
   * @return the passes that libraries take
   * @throws IllegalStateException if a candidate has broken the GPU's context; the message says how
   *     to run without
   */
  public LibraryPasses passes(AffineMap map, Activation activation, int batch, OwnKernels own) {
    LibraryPasses chosen = new LibraryPasses(this, new Staging(kernels));
    if (opened.isEmpty() || math.isEmpty()) {
      return chosen;
    }
    passes.add(chosen);
    try {
      for (Direction pass : Direction.values()) {
        Problem wanted = problem(map, activation, batch, pass, math.get());
        OwnKernel ownKernel = own.of(pass);
        chooser.choose(wanted, ownKernel).ifPresent(found -> add(chosen, pass, found, ownKernel));
      }
    } catch (RuntimeException e) {
      chosen.close();
      throw e;
    }
    return chosen;
  }

  private static void add(
      LibraryPasses chosen, Direction pass, Chooser.Found found, OwnKernel own) {
    try {
      chosen.add(pass, found, own);
    } catch (OutOfDeviceMemoryException e) {
      LOG.warn("{} is not used: {}", found.candidate().name(), e.getMessage());
    }
  }

  private static Problem problem(
      AffineMap map, Activation activation, int batch, Direction pass, MathType math) {
    ElementType factors = math.factors();
    // Gradients of weights are wanted in float32 always.
    ElementType weights = pass == Direction.WEIGHTS ? ElementType.FLOAT32 : factors;
    return new Problem(
        Geometry.of(map, batch),
        pass.of(map),
        new TensorTypes(factors, weights, ElementType.FLOAT32, factors),
        pass == Direction.FORWARD ? new Epilogue(true, activation) : Epilogue.NONE,
        math);
  }

  /**
   * Memory of {@link #passes}, found without choosing.
   *
   * @param map the layer's linear part
   * @param batch images
   * @param gradients which passes there are
   * @return an upper estimate
   */
  public MemoryUse memory(AffineMap map, int batch, Gradients gradients) {
    return opened.isEmpty()
        ? MemoryUse.NONE
        : math.map(type -> LibraryPasses.memory(map, batch, type, gradients))
            .orElse(MemoryUse.NONE);
  }

  /** What the passes of all layers share. */
  Scratch scratch() {
    return scratch;
  }

  /** They need not be closed with this. */
  void closed(LibraryPasses those) {
    if (passes.remove(those)) {
      // A library may unload its kernels with a candidate.
      kernels.gpu().stream().drain();
    }
  }

  /** Closes what layers have of it too. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      passes.forEach(LibraryPasses::close);
      opened.forEach(KernelLibrary::close);
      scratch.close();
    }
  }
}
