package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
import static org.bytedeco.cuda.global.cudart.cuGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cuGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cuGraphGetNodes;
import static org.bytedeco.cuda.global.cudart.cuGraphInstantiate;
import static org.bytedeco.cuda.global.cudart.cuGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cuStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cuStreamEndCapture;
import static vae4j.cuda.driver.CudaException.check;

import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraphNode_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.javacpp.SizeTPointer;

/** Kernels and copies that were recorded, and run again with one call. */
public final class Graph implements Gpu.Resource {
  private final Gpu gpu;
  private final CUgraphExec_st executable = new CUgraphExec_st();
  private final long nodes;
  private boolean closed;

  /**
   * Records what this thread launches; nothing is computed.
   *
   * @param gpu on which it launches
   * @param work launches; neither allocates nor waits
   * @throws CudaException if it cannot be recorded
   */
  public Graph(Gpu gpu, Runnable work) {
    this.gpu = gpu;
    gpu.use();
    CUgraph_st graph = new CUgraph_st();
    // A stream of its own, so that what other threads launch meanwhile is run and not recorded.
    try (Stream stream = new Stream(gpu)) {
      check(
          cuStreamBeginCapture(stream.handle(), CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
          "recording on " + gpu.name());
      boolean done = false;
      int code;
      try {
        gpu.redirect(stream, work);
        done = true;
      } finally {
        code = cuStreamEndCapture(stream.handle(), graph);
        if (!done && code == CUDA_SUCCESS && !graph.isNull()) {
          cuGraphDestroy(graph);
        }
      }
      check(code, "recording on " + gpu.name());
    }
    try (SizeTPointer count = new SizeTPointer(1)) {
      check(cuGraphGetNodes(graph, (CUgraphNode_st) null, count), "counting recorded kernels");
      this.nodes = count.get();
      check(cuGraphInstantiate(executable, graph, 0), "preparing a recording on " + gpu.name());
    } finally {
      cuGraphDestroy(graph);
    }
    gpu.own(this);
  }

  /** Kernels and copies in it. */
  public long nodes() {
    return nodes;
  }

  /** Runs it on the GPU's stream. */
  public void launch() {
    gpu.use();
    check(cuGraphLaunch(executable, gpu.stream().handle()), "running a recording on " + gpu.name());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      gpu.disown(this);
      gpu.stream().drain();
      cuGraphExecDestroy(executable);
    }
  }
}
