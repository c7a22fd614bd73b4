package vae4j.cuda.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.cuda.global.cudart.*;
import static vae4j.cuda.fake.Calls.allocate;
import static vae4j.cuda.fake.Calls.endCapture;
import static vae4j.cuda.fake.Calls.event;
import static vae4j.cuda.fake.Calls.executable;
import static vae4j.cuda.fake.Calls.kernel;
import static vae4j.cuda.fake.Calls.launch;
import static vae4j.cuda.fake.Calls.ok;
import static vae4j.cuda.fake.Calls.open;
import static vae4j.cuda.fake.Calls.pinned;
import static vae4j.cuda.fake.Calls.read;
import static vae4j.cuda.fake.Calls.stream;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraphNode_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae4j.cuda.fake.FakeDriver.Control;

/** Captures and graphs, and what may not be called meanwhile. */
class FakeDriverCaptureTest {
  private CUstream_st stream = new CUstream_st();
  private CUctx_st context = new CUctx_st();

  @BeforeEach
  void start() {
    Calls.start();
    context = open(0);
    stream = stream(CU_STREAM_NON_BLOCKING);
  }

  @AfterEach
  void stop() {
    FakeDriver.reset();
  }

  private void begin(int mode) {
    ok(cuStreamBeginCapture(stream, mode));
  }

  private int end() {
    return cuStreamEndCapture(stream, new CUgraph_st());
  }

  private int elsewhere(IntSupplier call) {
    return CompletableFuture.supplyAsync(
            () -> {
              ok(cuCtxSetCurrent(context));
              return call.getAsInt();
            })
        .join();
  }

  @Test
  void whatIsCapturedRunsWithTheGraphAndNotBefore() {
    long y = allocate(4);
    var order = kernel("test_order");
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    ok(launch(order, stream, 2, 2, y));
    ok(cuMemcpyDtoDAsync(y, y, 4, stream));
    CUgraph_st graph = endCapture(stream);
    assertThat(FakeDriver.get(Control.KERNELS_RUN)).isZero();
    try (SizeTPointer count = new SizeTPointer(1)) {
      ok(cuGraphGetNodes(graph, (CUgraphNode_st) null, count));
      assertThat(count.get()).isEqualTo(2);
    }
    CUgraphExec_st executable = executable(graph);
    ok(cuGraphDestroy(graph));

    for (int run = 1; run <= 3; run++) {
      ok(cuMemsetD8(y, (byte) 0, 4));
      ok(cuGraphLaunch(executable, stream));
      ok(cuStreamSynchronize(stream));
      assertThat(read(y, 1)).containsExactly(3);
      assertThat(FakeDriver.get(Control.KERNELS_RUN)).isEqualTo(run);
    }

    ok(cuGraphExecDestroy(executable));
    assertThat(cuGraphLaunch(executable, stream)).isEqualTo(CUDA_ERROR_INVALID_HANDLE);
    assertThat(FakeDriver.get(Control.LIVE_GRAPHS)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_EXECUTABLES)).isZero();
    assertThat(FakeDriver.get(Control.GRAPH_LAUNCHES)).isEqualTo(3);
  }

  @Test
  void aGraphReadsPinnedMemoryAnewEachTime() {
    long y = allocate(4);
    FloatPointer memory = pinned(1);
    begin(CU_STREAM_CAPTURE_MODE_RELAXED);
    ok(cuMemcpyHtoDAsync(y, memory, 4, stream));
    CUgraphExec_st executable = executable(endCapture(stream));
    memory.put(0, 2);

    ok(cuGraphLaunch(executable, stream));

    assertThat(read(y, 1)).containsExactly(2);
  }

  @Test
  void aGraphThatUsesFreedMemoryLosesTheContext() {
    long y = allocate(4);
    var order = kernel("test_order");
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    ok(launch(order, stream, 1, 1, y));
    CUgraphExec_st executable = executable(endCapture(stream));
    ok(cuMemFree(y));

    ok(cuGraphLaunch(executable, stream));

    assertThat(cuStreamSynchronize(stream)).isEqualTo(CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(FakeDriver.message()).contains("is freed");
  }

  /** Calls that CUDA does not allow to a thread that captures. */
  static Stream<Named<Function<CUstream_st, Integer>>> unsafe() {
    return Stream.of(
        Named.of("an allocation", s -> cuMemAlloc(new long[1], 4)),
        Named.of("a free", s -> cuMemFree(1234)),
        Named.of("pinned memory", s -> cuMemAllocHost(new FloatPointer(), 4)),
        Named.of("a module", s -> cuModuleLoadData(new CUmod_st(), Calls.ptx("put"))),
        Named.of("a wait for the stream", s -> cuStreamSynchronize(s)),
        Named.of("a query of the stream", s -> cuStreamQuery(s)),
        Named.of("a wait for the context", s -> cuCtxSynchronize()),
        Named.of("a wait for another stream", s -> cuStreamSynchronize(stream(1))),
        Named.of("a query of an event", s -> cuEventQuery(event(0))),
        Named.of("a wait for an event", s -> cuEventSynchronize(event(0))));
  }

  @ParameterizedTest
  @MethodSource("unsafe")
  void anUnsafeCallFailsAndBreaksTheCapture(Function<CUstream_st, Integer> call) {
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);

    assertThat(call.apply(stream)).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);

    assertThat(FakeDriver.message()).contains("during a capture");
    assertThat(cuMemsetD8Async(0, (byte) 0, 0, stream)).isEqualTo(CUDA_SUCCESS);
    assertThat(end()).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
    assertThat(end()).isEqualTo(CUDA_ERROR_ILLEGAL_STATE);
    ok(cuStreamSynchronize(stream));
  }

  @Test
  void aBrokenCaptureTakesNothingMore() {
    long y = allocate(4);
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    assertThat(cuStreamSynchronize(stream)).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);

    assertThat(cuMemsetD8Async(y, (byte) 0, 4, stream))
        .isEqualTo(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
    int[] status = new int[1];
    ok(cuStreamIsCapturing(stream, status));
    assertThat(status[0]).isEqualTo(CU_STREAM_CAPTURE_STATUS_INVALIDATED);
  }

  @Test
  void anotherThreadIsFreeUnlessTheCaptureIsGlobal() {
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    assertThat(elsewhere(() -> cuMemAlloc(new long[1], 4))).isEqualTo(CUDA_SUCCESS);
    assertThat(end()).isEqualTo(CUDA_SUCCESS);

    begin(CU_STREAM_CAPTURE_MODE_GLOBAL);
    assertThat(elsewhere(() -> cuMemAlloc(new long[1], 4)))
        .isEqualTo(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
    assertThat(end()).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
  }

  @Test
  void aRelaxedCaptureAllowsUnsafeCalls() {
    begin(CU_STREAM_CAPTURE_MODE_RELAXED);

    ok(cuMemAlloc(new long[1], 4));

    assertThat(end()).isEqualTo(CUDA_SUCCESS);
  }

  @Test
  void onlyTheThreadThatBeganACaptureEndsIt() {
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);

    assertThat(elsewhere(this::end)).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD);

    assertThat(end()).isEqualTo(CUDA_SUCCESS);
  }

  @Test
  void theLegacyStreamMayNotBeUsedWhileABlockingStreamCaptures() {
    long y = allocate(4);
    CUstream_st blocking = stream(CU_STREAM_DEFAULT);
    ok(cuStreamBeginCapture(blocking, CU_STREAM_CAPTURE_MODE_RELAXED));

    assertThat(cuMemsetD8Async(y, (byte) 0, 4, null)).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT);

    assertThat(cuStreamEndCapture(blocking, new CUgraph_st()))
        .isEqualTo(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
  }

  @Test
  void theLegacyStreamDoesNotCapture() {
    assertThat(cuStreamBeginCapture(null, CU_STREAM_CAPTURE_MODE_RELAXED))
        .isEqualTo(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
  }

  @Test
  void aCopyFromMemoryThatIsNotPinnedIsNotCaptured() {
    long y = allocate(4);
    begin(CU_STREAM_CAPTURE_MODE_RELAXED);
    try (FloatPointer memory = new FloatPointer(1)) {
      assertThat(cuMemcpyHtoDAsync(y, memory, 4, stream))
          .isEqualTo(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
    }
    assertThat(end()).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
  }

  @Test
  void anotherStreamIsDrawnInByAnEventAndMustComeBack() {
    CUstream_st other = stream(CU_STREAM_NON_BLOCKING);
    CUevent_st fork = event(CU_EVENT_DISABLE_TIMING);
    CUevent_st join = event(CU_EVENT_DISABLE_TIMING);
    long y = allocate(8);
    for (boolean joined : new boolean[] {true, false}) {
      begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
      ok(cuMemsetD32Async(y, Float.floatToIntBits(1), 2, stream));
      ok(cuEventRecord(fork, stream));
      ok(cuStreamWaitEvent(other, fork, 0));
      ok(cuMemsetD32Async(y, Float.floatToIntBits(2), 1, other));
      ok(cuMemsetD32Async(y + 4, Float.floatToIntBits(3), 1, stream));
      ok(cuEventRecord(join, other));
      if (joined) {
        ok(cuStreamWaitEvent(stream, join, 0));
        CUgraphExec_st executable = executable(endCapture(stream));
        for (int reversed = 0; reversed < 2; reversed++) {
          FakeDriver.set(Control.REVERSED, reversed);
          ok(cuMemsetD8(y, (byte) 0, 8));
          ok(cuGraphLaunch(executable, stream));
          assertThat(read(y, 2)).containsExactly(2, 3);
        }
      } else {
        assertThat(end()).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_UNJOINED);
      }
      assertThat(cuEventQuery(join)).isEqualTo(CUDA_ERROR_CAPTURED_EVENT);
    }
  }

  @Test
  void independentNodesHaveNoOrder() {
    CUstream_st other = stream(CU_STREAM_NON_BLOCKING);
    CUevent_st fork = event(CU_EVENT_DISABLE_TIMING);
    CUevent_st join = event(CU_EVENT_DISABLE_TIMING);
    long y = allocate(4);
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    ok(cuEventRecord(fork, stream));
    ok(cuStreamWaitEvent(other, fork, 0));
    ok(cuMemsetD32Async(y, Float.floatToIntBits(1), 1, stream));
    ok(cuMemsetD32Async(y, Float.floatToIntBits(2), 1, other));
    ok(cuEventRecord(join, other));
    ok(cuStreamWaitEvent(stream, join, 0));
    CUgraphExec_st executable = executable(endCapture(stream));

    ok(cuGraphLaunch(executable, stream));
    assertThat(read(y, 1)).containsExactly(2);
    FakeDriver.set(Control.REVERSED, 1);
    ok(cuGraphLaunch(executable, stream));

    assertThat(read(y, 1)).containsExactly(1);
  }

  @Test
  void anEventFromOutsideIsNotWaitedFor() {
    CUstream_st other = stream(CU_STREAM_NON_BLOCKING);
    CUevent_st event = event(CU_EVENT_DISABLE_TIMING);
    ok(cuEventRecord(event, other));
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);

    assertThat(cuStreamWaitEvent(stream, event, 0)).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_ISOLATION);

    assertThat(end()).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
  }

  @Test
  void aTestCanMakeEveryCaptureFail() {
    FakeDriver.set(Control.CAPTURE_FAILS, 1);
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);

    assertThat(end()).isEqualTo(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);

    FakeDriver.set(Control.CAPTURE_FAILS, 0);
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    assertThat(end()).isEqualTo(CUDA_SUCCESS);
  }

  @Test
  void aGraphIsDoneLateTooAndInItsStreamsOrder() {
    FakeDriver.set(Control.LATE, 1);
    long y = allocate(4);
    begin(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    ok(cuMemsetD32Async(y, Float.floatToIntBits(1), 1, stream));
    CUgraphExec_st executable = executable(endCapture(stream));
    ok(cuGraphLaunch(executable, stream));
    ok(cuMemsetD32Async(y, Float.floatToIntBits(2), 1, stream));
    ok(cuGraphExecDestroy(executable));
    assertThat(read(y, 1)[0]).isNaN();

    ok(cuStreamSynchronize(stream));

    assertThat(read(y, 1)).containsExactly(2);
  }
}
