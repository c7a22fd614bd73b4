package vae4j.cuda.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.cuda.global.cudart.*;
import static vae4j.cuda.fake.Calls.allocate;
import static vae4j.cuda.fake.Calls.event;
import static vae4j.cuda.fake.Calls.kernel;
import static vae4j.cuda.fake.Calls.launch;
import static vae4j.cuda.fake.Calls.numbers;
import static vae4j.cuda.fake.Calls.ok;
import static vae4j.cuda.fake.Calls.open;
import static vae4j.cuda.fake.Calls.pinned;
import static vae4j.cuda.fake.Calls.read;
import static vae4j.cuda.fake.Calls.stream;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.cuda.fake.FakeDriver.Control;

/** Streams and events when work is done as late as CUDA allows. */
class FakeDriverStreamTest {
  @BeforeEach
  void start() {
    Calls.start();
    open(0);
    FakeDriver.set(Control.LATE, 1);
  }

  @AfterEach
  void stop() {
    FakeDriver.reset();
  }

  @Test
  void workWaitsForAWait() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    long y = allocate(4);
    ok(launch(kernel("test_order"), stream, 2, 3, y));

    assertThat(FakeDriver.get(Control.KERNELS_RUN)).isZero();
    assertThat(FakeDriver.get(Control.PENDING)).isOne();
    // A copy without a stream does not wait for a stream that does not block.
    assertThat(read(y, 1)[0]).isNaN();

    ok(cuStreamSynchronize(stream));

    assertThat(read(y, 1)).containsExactly(5);
    assertThat(FakeDriver.get(Control.PENDING)).isZero();
  }

  @Test
  void theLegacyStreamAndBlockingStreamsWaitForOneAnother() {
    CUstream_st stream = stream(CU_STREAM_DEFAULT);
    long y = allocate(8);
    ok(cuMemsetD32Async(y, Float.floatToIntBits(1), 2, null));
    ok(cuMemsetD32Async(y + 4, Float.floatToIntBits(2), 1, stream));

    assertThat(read(y, 2)).containsExactly(1, 2);
  }

  @Test
  void aStreamsWorkIsDoneInItsOrder() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    long y = allocate(4);
    for (int i = 0; i < 10; i++) {
      ok(cuMemsetD32Async(y, Float.floatToIntBits(i), 1, stream));
    }

    ok(cuStreamSynchronize(stream));

    assertThat(read(y, 1)).containsExactly(9);
  }

  @Test
  void theFirstQueryAfterWorkSaysNotReady() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    long y = allocate(4);
    ok(cuMemsetD8Async(y, (byte) 0, 4, stream));

    assertThat(cuStreamQuery(stream)).isEqualTo(CUDA_ERROR_NOT_READY);
    assertThat(read(y, 1)[0]).isNaN();
    assertThat(cuStreamQuery(stream)).isEqualTo(CUDA_SUCCESS);
    assertThat(read(y, 1)).containsExactly(0);
  }

  @Test
  void anEventIsDoneWithTheWorkBeforeIt() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    CUevent_st event = event(CU_EVENT_DISABLE_TIMING);
    long y = allocate(8);
    assertThat(cuEventQuery(event)).isEqualTo(CUDA_SUCCESS);
    ok(cuMemsetD8Async(y, (byte) 0, 4, stream));
    ok(cuEventRecord(event, stream));
    ok(cuMemsetD8Async(y + 4, (byte) 0, 4, stream));

    assertThat(cuEventQuery(event)).isEqualTo(CUDA_ERROR_NOT_READY);
    ok(cuEventSynchronize(event));

    assertThat(read(y, 2)).containsExactly(0, Float.NaN);
    assertThat(cuEventQuery(event)).isEqualTo(CUDA_SUCCESS);
  }

  @Test
  void aStreamWaitsForAnotherThroughAnEvent() {
    CUstream_st first = stream(CU_STREAM_NON_BLOCKING);
    CUstream_st second = stream(CU_STREAM_NON_BLOCKING);
    CUevent_st event = event(CU_EVENT_DISABLE_TIMING);
    long from = allocate(4);
    long to = allocate(4);
    ok(cuMemsetD32Async(from, Float.floatToIntBits(3), 1, first));
    ok(cuEventRecord(event, first));
    ok(cuMemsetD32Async(from, Float.floatToIntBits(4), 1, first));
    ok(cuStreamWaitEvent(second, event, 0));
    ok(cuMemcpyDtoDAsync(to, from, 4, second));

    ok(cuStreamSynchronize(second));

    assertThat(read(to, 1)).containsExactly(3);
    ok(cuCtxSynchronize());
    assertThat(read(from, 1)).containsExactly(4);
  }

  @Test
  void withoutAnEventStreamsAreNotOrdered() {
    CUstream_st first = stream(CU_STREAM_NON_BLOCKING);
    CUstream_st second = stream(CU_STREAM_NON_BLOCKING);
    long from = allocate(4);
    long to = allocate(4);
    ok(cuMemsetD32Async(from, Float.floatToIntBits(3), 1, first));
    ok(cuMemcpyDtoDAsync(to, from, 4, second));

    ok(cuStreamSynchronize(second));

    assertThat(read(to, 1)[0]).isNaN();
  }

  @Test
  void pinnedMemoryIsReadWhenTheCopyRuns() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    FloatPointer memory = pinned(1);
    long y = allocate(4);
    ok(cuMemcpyHtoDAsync(y, memory, 4, stream));
    memory.put(0, 2);

    ok(cuStreamSynchronize(stream));

    assertThat(read(y, 1)).containsExactly(2);
  }

  @Test
  void otherMemoryIsReadAtOnce() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    long y = allocate(4);
    try (FloatPointer memory = new FloatPointer(1)) {
      memory.put(0, 1);
      ok(cuMemcpyHtoDAsync(y, memory, 4, stream));
      memory.put(0, 2);
    }

    ok(cuStreamSynchronize(stream));

    assertThat(read(y, 1)).containsExactly(1);
  }

  @Test
  void pinnedMemoryIsWrittenWhenTheCopyRunsAndOtherMemoryAtOnce() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    FloatPointer memory = pinned(0);
    long y = allocate(4);
    ok(cuMemsetD32Async(y, Float.floatToIntBits(3), 1, stream));
    ok(cuMemcpyDtoHAsync(memory, y, 4, stream));
    assertThat(numbers(memory)).containsExactly(0);

    try (FloatPointer other = new FloatPointer(1)) {
      ok(cuMemcpyDtoHAsync(other, y, 4, stream));
      assertThat(numbers(other)).containsExactly(3);
    }

    assertThat(numbers(memory)).containsExactly(3);
  }

  @Test
  void pinnedMemoryThatIsFreedBeforeItsCopyLosesTheContext() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    FloatPointer memory = pinned(1);
    ok(cuMemcpyHtoDAsync(allocate(4), memory, 4, stream));
    ok(cuMemFreeHost(memory));

    assertThat(cuStreamSynchronize(stream)).isEqualTo(CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(FakeDriver.message()).contains("is freed");
  }

  @Test
  void freeingDeviceMemoryWaitsForTheDevice() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    FloatPointer memory = pinned(0);
    long y = allocate(4);
    ok(cuMemsetD32Async(y, Float.floatToIntBits(3), 1, stream));
    ok(cuMemcpyDtoHAsync(memory, y, 4, stream));

    ok(cuMemFree(y));

    assertThat(numbers(memory)).containsExactly(3);
  }

  @Test
  void aDestroyedStreamsWorkIsStillDone() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    long y = allocate(4);
    ok(cuMemsetD8Async(y, (byte) 0, 4, stream));
    ok(cuStreamDestroy(stream));
    assertThat(read(y, 1)[0]).isNaN();

    ok(cuCtxSynchronize());

    assertThat(read(y, 1)).containsExactly(0);
  }

  @Test
  void timeIsBetweenEventsThatMeasureIt() {
    CUstream_st stream = stream(CU_STREAM_NON_BLOCKING);
    CUevent_st start = event(CU_EVENT_DEFAULT);
    CUevent_st end = event(CU_EVENT_DEFAULT);
    float[] milliseconds = {-1};
    assertThat(cuEventElapsedTime(milliseconds, start, end)).isEqualTo(CUDA_ERROR_INVALID_HANDLE);
    ok(cuEventRecord(start, stream));
    ok(cuEventRecord(end, stream));
    assertThat(cuEventElapsedTime(milliseconds, start, end)).isEqualTo(CUDA_ERROR_NOT_READY);
    ok(cuStreamSynchronize(stream));

    ok(cuEventElapsedTime(milliseconds, start, end));

    assertThat(milliseconds[0]).isBetween(0f, 10_000f);
    CUevent_st other = event(CU_EVENT_DISABLE_TIMING);
    ok(cuEventRecord(other, stream));
    assertThat(cuEventElapsedTime(milliseconds, start, other)).isEqualTo(CUDA_ERROR_INVALID_HANDLE);
  }
}
