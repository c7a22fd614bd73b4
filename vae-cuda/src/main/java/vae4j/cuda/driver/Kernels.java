package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;
import static vae4j.cuda.driver.CudaException.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.javacpp.BytePointer;

/** The kernels of {@code src/main/cuda} on one GPU, in float32 or float64. */
public final class Kernels implements Gpu.Resource {
  private static final ThreadLocal<Launch> LAUNCHES = ThreadLocal.withInitial(Launch::new);

  private final Gpu gpu;
  private final boolean doubles;
  private final CUmod_st module = new CUmod_st();
  private final Map<String, CUfunc_st> functions = new ConcurrentHashMap<>();
  private final String version;
  private boolean closed;

  /**
   * Compiles the kernels for a GPU, which the driver does and keeps.
   *
   * @param gpu which
   * @param doubles whether numbers are float64
   * @throws CudaException if the driver does not take them
   */
  public Kernels(Gpu gpu, boolean doubles) {
    this.gpu = gpu;
    this.doubles = doubles;
    gpu.use();
    byte[] ptx = read(doubles ? "kernels-float64.ptx" : "kernels-float32.ptx");
    CRC32 checksum = new CRC32();
    checksum.update(ptx);
    this.version = String.format("%08x", checksum.getValue());
    // The driver reads up to a zero.
    try (BytePointer text = new BytePointer(Arrays.copyOf(ptx, ptx.length + 1))) {
      check(cuModuleLoadData(module, text), "compiling the kernels for " + gpu.name());
    }
    gpu.own(this);
  }

  private static byte[] read(String resource) {
    try (InputStream in = Kernels.class.getResourceAsStream("/vae4j/cuda/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("the kernels are missing: no resource " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The GPU that they run on. */
  public Gpu gpu() {
    return gpu;
  }

  /** A text that is another for other kernels. */
  public String version() {
    return version;
  }

  /** Whether numbers are float64. */
  boolean doubles() {
    return doubles;
  }

  /**
   * A launch of a kernel, to be given its arguments in their order. It is this thread's, and is
   * done with before the next one is begun.
   *
   * @param kernel its name
   */
  public Launch launch(String kernel) {
    return LAUNCHES.get().begin(this, functions.computeIfAbsent(kernel, this::find), kernel);
  }

  private CUfunc_st find(String kernel) {
    if (closed) {
      throw new IllegalStateException("the kernels of " + gpu.name() + " were freed");
    }
    gpu.use();
    CUfunc_st function = new CUfunc_st();
    check(cuModuleGetFunction(function, module, kernel), "finding the kernel " + kernel);
    return function;
  }

  /** Frees them. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      gpu.disown(this);
      gpu.use();
      functions.clear();
      cuModuleUnload(module);
    }
  }
}
