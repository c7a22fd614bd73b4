package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRelease;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cuMemGetInfo;
import static vae4j.cuda.driver.CudaException.check;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * One GPU: its context and the stream on which everything runs in order. It may be used by several
 * threads. What a thread launches while it records ({@link Graph}) goes into its recording.
 */
public final class Gpu implements AutoCloseable {
  /** Ampere, for which the kernels are built; later GPUs run them too. */
  private static final int OLDEST_CAPABILITY = 80;

  private static final ThreadLocal<@Nullable Gpu> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<@Nullable Redirection> REDIRECTED = new ThreadLocal<>();

  private final int ordinal;
  private final int device;
  private final String name;
  private final int capability;
  private final int multiprocessors;
  private final CUctx_st context = new CUctx_st();
  private final Stream stream;
  private final Set<Resource> owned = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Opens a GPU.
   *
   * @param ordinal its number, from 0
   * @throws IllegalArgumentException if there is no such GPU
   * @throws IllegalStateException if it is too old
   */
  public Gpu(int ordinal) {
    int count = Devices.count();
    if (ordinal < 0 || ordinal >= count) {
      throw new IllegalArgumentException(
          "device must be in [0, " + count + "), the GPUs of this machine, was " + ordinal);
    }
    this.ordinal = ordinal;
    int[] handle = new int[1];
    check(cuDeviceGet(handle, ordinal), "opening GPU " + ordinal);
    this.device = handle[0];
    byte[] text = new byte[256];
    check(cuDeviceGetName(text, text.length, device), "reading the name of GPU " + ordinal);
    this.name = zeroTerminated(text);
    this.capability =
        10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
            + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    if (capability < OLDEST_CAPABILITY) {
      throw new IllegalStateException(
          String.format(
              "GPU %d (%s) has compute capability %d.%d, needed is 8.0 or newer (Ampere)",
              ordinal, name, capability / 10, capability % 10));
    }
    this.multiprocessors = attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    check(cuDevicePrimaryCtxRetain(context, device), "opening a context on " + name);
    try {
      use();
      this.stream = new Stream(this);
    } catch (CudaException e) {
      CURRENT.remove();
      cuDevicePrimaryCtxRelease(device);
      throw e;
    }
  }

  private static String zeroTerminated(byte[] text) {
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private int attribute(int number) {
    int[] value = new int[1];
    check(cuDeviceGetAttribute(value, number, device), "reading an attribute of GPU " + ordinal);
    return value[0];
  }

  /** Its number, from 0. */
  public int ordinal() {
    return ordinal;
  }

  /** The version of CUDA that its driver supports, such as {@code 13.0}. */
  public String driverVersion() {
    int[] version = new int[1];
    check(cuDriverGetVersion(version), "reading the driver's version");
    return Devices.text(version[0]);
  }

  /** Its name, such as {@code NVIDIA H100 80GB HBM3}. */
  public String name() {
    return name;
  }

  /** 10 · major + minor, such as 90. */
  public int capability() {
    return capability;
  }

  /** Processors that run blocks of threads. */
  public int multiprocessors() {
    return multiprocessors;
  }

  /** Makes it the one that calls of this thread go to, those of libraries too. */
  public void use() {
    if (CURRENT.get() != this) {
      if (closed) {
        throw new IllegalStateException("GPU " + ordinal + " was closed, with its backend");
      }
      check(cuCtxSetCurrent(context), "using " + name);
      CURRENT.set(this);
    }
  }

  /** The driver's number of it. */
  int device() {
    return device;
  }

  /** The context, for copies between GPUs. */
  CUctx_st context() {
    return context;
  }

  /** Where this thread's work goes: its recording, if it records, else the stream. */
  public Stream stream() {
    Redirection redirected = REDIRECTED.get();
    return redirected != null && redirected.gpu == this ? redirected.stream : stream;
  }

  /** Whether this thread records. */
  public boolean recording() {
    return stream() != stream;
  }

  /** Work of a thread that goes elsewhere. */
  private record Redirection(Gpu gpu, Stream stream) {}

  /** Sends this thread's work elsewhere while an action runs. */
  void redirect(Stream target, Runnable action) {
    REDIRECTED.set(new Redirection(this, target));
    try {
      action.run();
    } finally {
      REDIRECTED.remove();
    }
  }

  /** Waits for all work on the stream. */
  public void synchronize() {
    stream.synchronize();
  }

  /** Memory that is free on it, in bytes. */
  public long freeBytes() {
    use();
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      check(cuMemGetInfo(free, total), "reading the free memory of " + name);
      return free.get();
    }
  }

  /** Something that is freed with this if its owner has not done so. */
  void own(Resource resource) {
    owned.add(resource);
  }

  /** It was freed by its owner. */
  void disown(Resource resource) {
    owned.remove(resource);
  }

  /** Something that lies on a GPU. */
  interface Resource extends AutoCloseable {
    @Override
    void close();
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  /** Frees all that lies on it and lets go of the context. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    owned.forEach(Resource::close);
    closed = true;
    CURRENT.remove();
    cuDevicePrimaryCtxRelease(device);
  }
}
