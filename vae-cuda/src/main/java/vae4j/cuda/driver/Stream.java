package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CU_EVENT_WAIT_DEFAULT;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_NON_BLOCKING;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;
import static org.bytedeco.cuda.global.cudart.cuStreamWaitEvent;
import static vae4j.cuda.driver.CudaException.check;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/** Work of a GPU that is done in the order in which it is given. */
public final class Stream implements Gpu.Resource {
  private final Gpu gpu;
  private final CUstream_st handle = new CUstream_st();
  private boolean closed;

  /**
   * A stream beside the others.
   *
   * @param gpu whose
   */
  public Stream(Gpu gpu) {
    this.gpu = gpu;
    gpu.use();
    check(cuStreamCreate(handle, CU_STREAM_NON_BLOCKING), "making a stream on " + gpu.name());
    gpu.own(this);
  }

  CUstream_st handle() {
    return handle;
  }

  /** The driver's address of it, for libraries. */
  public long address() {
    return handle.address();
  }

  /**
   * Copies to the device.
   *
   * @param target address
   * @param source memory of the host; pinned memory is not to be changed before the copy is done,
   *     other memory may be at once
   * @param bytes how many
   */
  public void write(long target, Pointer source, long bytes) {
    gpu.use();
    check(
        cuMemcpyHtoDAsync(target, source, bytes, handle),
        "copying " + bytes + " bytes to " + gpu.name());
  }

  /**
   * Copies to the host.
   *
   * @param source address
   * @param target memory of the host, complete once the copy is done
   * @param bytes how many
   */
  public void read(long source, Pointer target, long bytes) {
    gpu.use();
    check(
        cuMemcpyDtoHAsync(target, source, bytes, handle),
        "copying " + bytes + " bytes from " + gpu.name());
  }

  /**
   * Marks a point.
   *
   * @param event done when all work up to here is
   */
  public void record(Event event) {
    gpu.use();
    check(cuEventRecord(event.handle(), handle), "marking a point of a stream");
  }

  /**
   * Goes on only after an event of another stream.
   *
   * @param event recorded before
   */
  public void await(Event event) {
    gpu.use();
    check(
        cuStreamWaitEvent(handle, event.handle(), CU_EVENT_WAIT_DEFAULT),
        "waiting for another stream");
  }

  /** Waits on the host until all work is done. */
  public void synchronize() {
    gpu.use();
    check(cuStreamSynchronize(handle), "computing on " + gpu.name());
  }

  /** Waits before something is freed; of work that failed, the next call tells. */
  public void drain() {
    gpu.use();
    cuStreamSynchronize(handle);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      gpu.disown(this);
      drain();
      cuStreamDestroy(handle);
    }
  }
}
