package vae4j.cuda.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.cuda.global.cudart.*;
import static vae4j.cuda.fake.Calls.allocate;
import static vae4j.cuda.fake.Calls.kernel;
import static vae4j.cuda.fake.Calls.launch;
import static vae4j.cuda.fake.Calls.numbers;
import static vae4j.cuda.fake.Calls.ok;
import static vae4j.cuda.fake.Calls.open;
import static vae4j.cuda.fake.Calls.pinned;
import static vae4j.cuda.fake.Calls.read;
import static vae4j.cuda.fake.Calls.stream;

import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.cuda.fake.FakeDriver.Control;

/** Memory of the driver without a GPU: where it ends, what it holds, who reaches it. */
class FakeDriverMemoryTest {
  @BeforeEach
  void start() {
    Calls.start();
    open(0);
  }

  @AfterEach
  void stop() {
    FakeDriver.reset();
  }

  @Test
  void newMemoryIsNotANumber() {
    long address = allocate(32);

    assertThat(read(address, 8)).containsOnly(Float.NaN);
    try (DoublePointer doubles = new DoublePointer(4)) {
      ok(cuMemcpyDtoH(doubles, address, 32));
      assertThat(doubles.get(3)).isNaN();
    }
  }

  @Test
  void memoryIsAlignedTo256BytesAndNoBetter() {
    assertThat(allocate(4) % 512).isEqualTo(256);
  }

  @Test
  void noBytesAreNoAllocation() {
    assertThat(cuMemAlloc(new long[1], 0)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
  }

  @Test
  void anAllocationFailsWhenMemoryIsOver() {
    FakeDriver.set(Control.TOTAL_MEMORY, 1000);
    long half = allocate(600);

    assertThat(cuMemAlloc(new long[1], 401)).isEqualTo(CUDA_ERROR_OUT_OF_MEMORY);
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      ok(cuMemGetInfo(free, total));
      assertThat(free.get()).isEqualTo(400);
      assertThat(total.get()).isEqualTo(1000);
    }
    ok(cuMemFree(half));
    allocate(1000);
  }

  @Test
  void theAllocationThatATestNamesFails() {
    FakeDriver.set(Control.FAIL_ALLOCATION, 2);
    FakeDriver.set(Control.FAIL_HOST_ALLOCATION, 1);

    allocate(4);
    assertThat(cuMemAlloc(new long[1], 4)).isEqualTo(CUDA_ERROR_OUT_OF_MEMORY);
    allocate(4);
    assertThat(cuMemAllocHost(new FloatPointer(), 4)).isEqualTo(CUDA_ERROR_OUT_OF_MEMORY);
    pinned(1);
  }

  @Test
  void onlyTheStartOfAnAllocationIsFreedAndOnce() {
    long address = allocate(8);

    assertThat(cuMemFree(address + 4)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
    ok(cuMemFree(address));
    assertThat(cuMemFree(address)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
    FloatPointer memory = pinned(1);
    ok(cuMemFreeHost(memory));
    assertThat(cuMemFreeHost(memory)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
  }

  @Test
  void memoryIsFreedWhicheverDeviceIsCurrent() {
    FakeDriver.set(Control.DEVICES, 2);
    long address = allocate(8);
    open(1);

    ok(cuMemFree(address));

    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
  }

  @Test
  void aCopyStaysInOneAllocation() {
    long address = allocate(8);
    try (FloatPointer memory = new FloatPointer(4)) {
      assertThat(cuMemcpyHtoD(address, memory, 12)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
      assertThat(cuMemcpyDtoH(memory, address + 4, 8)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
      assertThat(cuMemcpyDtoH(memory, 4096, 4)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
      assertThat(cuMemcpyDtoD(address, address + 4, 8)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
      assertThat(cuMemsetD8Async(address, (byte) 0, 9, null)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
      assertThat(cuMemcpyHtoD(address, (Pointer) null, 4)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
      ok(cuMemFree(address));
      assertThat(cuMemcpyHtoD(address, memory, 4)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
      assertThat(cuCtxSynchronize()).isEqualTo(CUDA_SUCCESS);
    }
  }

  @Test
  void copiesAndFillsDoWhatTheySay() {
    long address = allocate(16);
    try (FloatPointer memory = new FloatPointer(1, 2, 3, 4)) {
      ok(cuMemcpyHtoD(address, memory, 16));
      ok(cuMemcpyDtoD(address, address + 8, 4));
      ok(cuMemsetD8(address + 4, (byte) 0, 4));
      ok(cuMemsetD32(address + 12, Float.floatToIntBits(7), 1));
    }
    assertThat(read(address, 4)).containsExactly(3, 0, 3, 7);
    assertThat(cuMemsetD32(address + 2, 0, 1)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
  }

  @Test
  void aKernelThatWritesPastTheEndLosesTheContext() {
    long address = allocate(16);

    // Past the end, but where the host has memory.
    ok(launch(kernel("test_write"), null, 1, 1, address, 4L));

    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(FakeDriver.message()).contains("test_write").contains("written past its end");
    assertThat(FakeDriver.damage()).contains("16 bytes").contains("written past its end");
  }

  @Test
  void aKernelThatWritesBeforeTheStartLosesTheContext() {
    ok(launch(kernel("test_write"), null, 1, 1, allocate(16), -1L));

    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(FakeDriver.message()).contains("written before its start");
  }

  @Test
  void aKernelThatWritesWhereNothingIsLosesTheContext() {
    ok(launch(kernel("test_write"), null, 1, 1, allocate(16), 1L << 40));

    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(FakeDriver.message()).contains("where no memory is");
  }

  @Test
  void aKernelsPointersPointIntoLiveMemory() {
    long freed = allocate(16);
    ok(cuMemFree(freed));

    ok(launch(kernel("test_write"), null, 1, 1, freed, 0L));

    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(FakeDriver.message()).contains("parameter 0").contains("is freed");
  }

  @Test
  void aKernelDoesNotReachTheHostsOwnMemory() {
    try (FloatPointer memory = new FloatPointer(4)) {
      ok(launch(kernel("test_write"), null, 1, 1, memory.address(), 0L));
    }

    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(FakeDriver.message()).contains("no memory of a device");
  }

  @Test
  void aKernelReachesPinnedMemory() {
    FloatPointer memory = pinned(0, 0);

    ok(launch(kernel("test_write"), null, 1, 1, memory.address(), 1L));

    assertThat(numbers(memory)).containsExactly(0, 1);
  }

  @Test
  void anotherDevicesMemoryIsReachedOnlyAsAPeer() {
    FakeDriver.set(Control.DEVICES, 2);
    long there = allocate(4);
    CUctx_st first = new CUctx_st();
    ok(cuCtxGetCurrent(first));
    open(1);
    var write = kernel("test_write");

    ok(cuCtxEnablePeerAccess(first, 0));
    assertThat(cuCtxEnablePeerAccess(first, 0)).isEqualTo(CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED);
    ok(launch(write, null, 1, 1, there, 0L));
    assertThat(read(there, 1)).containsExactly(1);

    ok(cuCtxDisablePeerAccess(first));
    ok(launch(write, null, 1, 1, there, 0L));
    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(FakeDriver.message()).contains("of device 0, not of 1");
  }

  @Test
  void withoutPeersACopyBetweenDevicesStillWorks() {
    FakeDriver.set(Control.DEVICES, 2);
    FakeDriver.set(Control.PEER_ACCESS, 0);
    CUctx_st first = open(0);
    long from = allocate(8);
    ok(cuMemsetD32(from, Float.floatToIntBits(5), 2));
    CUctx_st second = open(1);
    long to = allocate(8);
    int[] can = new int[1];

    ok(cuDeviceCanAccessPeer(can, 0, 1));
    assertThat(can[0]).isZero();
    assertThat(cuCtxEnablePeerAccess(first, 0)).isEqualTo(CUDA_ERROR_PEER_ACCESS_UNSUPPORTED);
    ok(cuMemcpyPeerAsync(to, second, from, first, 8, stream(0)));
    assertThat(read(to, 2)).containsExactly(5, 5);
    assertThat(cuMemcpyPeerAsync(to, first, from, second, 8, stream(0)))
        .isEqualTo(CUDA_ERROR_INVALID_VALUE);
  }
}
