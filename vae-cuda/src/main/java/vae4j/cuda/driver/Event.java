package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_NOT_READY;
import static org.bytedeco.cuda.global.cudart.CU_EVENT_DEFAULT;
import static org.bytedeco.cuda.global.cudart.CU_EVENT_DISABLE_TIMING;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventElapsedTime;
import static org.bytedeco.cuda.global.cudart.cuEventQuery;
import static org.bytedeco.cuda.global.cudart.cuEventSynchronize;
import static vae4j.cuda.driver.CudaException.check;

import org.bytedeco.cuda.cudart.CUevent_st;

/** A point of a stream that others can wait for. */
public final class Event implements Gpu.Resource {
  private final Gpu gpu;
  private final CUevent_st handle = new CUevent_st();
  private boolean closed;

  /**
   * An event that is recorded nowhere yet.
   *
   * @param gpu whose
   */
  public Event(Gpu gpu) {
    this(gpu, CU_EVENT_DISABLE_TIMING);
  }

  private Event(Gpu gpu, int flags) {
    this.gpu = gpu;
    gpu.use();
    check(cuEventCreate(handle, flags), "making an event on " + gpu.name());
    gpu.own(this);
  }

  /**
   * An event that keeps the time at which the work before it was done.
   *
   * @param gpu whose
   */
  public static Event timed(Gpu gpu) {
    return new Event(gpu, CU_EVENT_DEFAULT);
  }

  CUevent_st handle() {
    return handle;
  }

  /** Whether the work before it is done. */
  public boolean isDone() {
    gpu.use();
    int code = cuEventQuery(handle);
    if (code == CUDA_ERROR_NOT_READY) {
      return false;
    }
    check(code, "computing on " + gpu.name());
    return true;
  }

  /** Waits on the host until the work before it is done. */
  public void synchronize() {
    gpu.use();
    check(cuEventSynchronize(handle), "computing on " + gpu.name());
  }

  /**
   * The time on the GPU from another event to this one, both timed and done.
   *
   * @param start the earlier one
   */
  public double microsecondsSince(Event start) {
    gpu.use();
    float[] milliseconds = new float[1];
    check(cuEventElapsedTime(milliseconds, start.handle, handle), "timing on " + gpu.name());
    return 1000.0 * milliseconds[0];
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      gpu.disown(this);
      gpu.use();
      cuEventDestroy(handle);
    }
  }
}
