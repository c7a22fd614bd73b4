package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cuMemAllocHost;
import static org.bytedeco.cuda.global.cudart.cuMemFreeHost;
import static vae4j.cuda.driver.CudaException.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Memory of the host from which a GPU copies while the host goes on. */
public final class PinnedMemory implements Gpu.Resource {
  private final Gpu gpu;
  private final BytePointer memory = new BytePointer();
  private final ByteBuffer buffer;
  private boolean closed;

  /**
   * Allocates.
   *
   * @param gpu that copies
   * @param bytes how many, up to 2³¹ − 1
   */
  public PinnedMemory(Gpu gpu, long bytes) {
    this.gpu = gpu;
    gpu.use();
    check(cuMemAllocHost(memory, bytes), "pinning " + bytes + " bytes of the host's memory");
    memory.capacity(bytes);
    this.buffer = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    gpu.own(this);
  }

  /** Its content. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /**
   * A place in it.
   *
   * @param offset bytes from its start
   */
  public Pointer at(long offset) {
    return memory.getPointer(offset);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      gpu.disown(this);
      gpu.use();
      cuMemFreeHost(memory);
    }
  }
}
