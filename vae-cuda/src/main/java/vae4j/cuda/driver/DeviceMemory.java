package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_OUT_OF_MEMORY;
import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemFree;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemsetD8Async;
import static vae4j.cuda.driver.CudaException.check;

import java.util.Locale;

/** A piece of a GPU's memory, zeros at first. */
public final class DeviceMemory implements Gpu.Resource {
  private final Gpu gpu;
  private final long address;
  private final long bytes;
  private boolean closed;

  /**
   * Allocates.
   *
   * @param gpu whose memory
   * @param bytes how many, positive
   * @throws IllegalStateException if there are not so many; says how many there are
   */
  public DeviceMemory(Gpu gpu, long bytes) {
    this.gpu = gpu;
    this.bytes = bytes;
    gpu.use();
    long[] place = new long[1];
    int code = cuMemAlloc(place, bytes);
    if (code == CUDA_ERROR_OUT_OF_MEMORY) {
      throw new OutOfDeviceMemoryException(
          String.format(
              Locale.ROOT,
              "%s has too little memory: %,d bytes were wanted, %,d are free",
              gpu.name(),
              bytes,
              gpu.freeBytes()));
    }
    check(code, "allocating " + bytes + " bytes on " + gpu.name());
    this.address = place[0];
    gpu.own(this);
    clear();
  }

  /** Where it lies on the device. */
  public long address() {
    return address;
  }

  /** Its length. */
  public long bytes() {
    return bytes;
  }

  /** Makes all of it zeros. */
  public void clear() {
    fill((byte) 0);
  }

  /**
   * Makes all bytes the same; with −1 every number becomes NaN, whatever its type.
   *
   * @param value of each byte
   */
  public void fill(byte value) {
    gpu.use();
    check(cuMemsetD8Async(address, value, bytes, gpu.stream().handle()), "filling memory");
  }

  /**
   * Copies on the device.
   *
   * @param gpu which
   * @param source address
   * @param target address; the two do not overlap
   * @param bytes how many
   */
  public static void copy(Gpu gpu, long source, long target, long bytes) {
    gpu.use();
    check(
        cuMemcpyDtoDAsync(target, source, bytes, gpu.stream().handle()),
        "copying " + bytes + " bytes on " + gpu.name());
  }

  /** Frees it, once all work on it is done; its GPU does so at the latest. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      gpu.disown(this);
      gpu.use();
      // Waits for the work that uses it. Of work that failed, the next call tells.
      cuMemFree(address);
    }
  }
}
