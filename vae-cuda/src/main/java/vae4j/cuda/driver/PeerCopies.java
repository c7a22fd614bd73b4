package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED;
import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuCtxEnablePeerAccess;
import static org.bytedeco.cuda.global.cudart.cuDeviceCanAccessPeer;
import static org.bytedeco.cuda.global.cudart.cuMemcpyPeerAsync;
import static vae4j.cuda.driver.CudaException.check;

/** Copies from one GPU to another, in the order of both streams. */
public final class PeerCopies implements AutoCloseable {
  private final Gpu source;
  private final Gpu target;
  private final Event ready;
  private final Event copied;

  /**
   * Prepares copies. Where the GPUs reach each other's memory they go straight, else through the
   * host.
   *
   * @param source from which GPU
   * @param target to which
   */
  public PeerCopies(Gpu source, Gpu target) {
    this.source = source;
    this.target = target;
    this.ready = new Event(source);
    this.copied = new Event(target);
    target.use();
    int[] can = new int[1];
    int code = cuDeviceCanAccessPeer(can, target.device(), source.device());
    if (code == CUDA_SUCCESS && can[0] != 0) {
      int enabled = cuCtxEnablePeerAccess(source.context(), 0);
      if (enabled != CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED) {
        check(enabled, "reaching the memory of " + source.name());
      }
    }
  }

  /**
   * Copies.
   *
   * @param from address on the source
   * @param to address on the target
   * @param bytes how many
   */
  public void copy(long from, long to, long bytes) {
    source.stream().record(ready);
    target.stream().await(ready);
    target.use();
    check(
        cuMemcpyPeerAsync(
            to, target.context(), from, source.context(), bytes, target.stream().handle()),
        "copying " + bytes + " bytes from " + source.name() + " to " + target.name());
    target.stream().record(copied);
    source.stream().await(copied);
  }

  @Override
  public void close() {
    ready.close();
    copied.close();
  }
}
