package vae4j.cuda.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.cuda.global.cudart.*;
import static vae4j.cuda.fake.Calls.allocate;
import static vae4j.cuda.fake.Calls.event;
import static vae4j.cuda.fake.Calls.function;
import static vae4j.cuda.fake.Calls.kernel;
import static vae4j.cuda.fake.Calls.launch;
import static vae4j.cuda.fake.Calls.module;
import static vae4j.cuda.fake.Calls.ok;
import static vae4j.cuda.fake.Calls.open;
import static vae4j.cuda.fake.Calls.pinned;
import static vae4j.cuda.fake.Calls.ptx;
import static vae4j.cuda.fake.Calls.read;
import static vae4j.cuda.fake.Calls.stream;

import java.util.concurrent.CompletableFuture;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.cuda.fake.FakeDriver.Control;

/**
 * Devices, contexts, modules and what tests control. What calls return is what CUDA's documentation
 * of the driver API says of them.
 */
class FakeDriverTest {
  @BeforeEach
  void start() {
    Calls.start();
  }

  @AfterEach
  void stop() {
    FakeDriver.reset();
  }

  @Test
  void callsWantInitialisationAndAContext() {
    FakeDriver.set(Control.INITIALISED, 0);
    assertThat(cuDeviceGetCount(new int[1])).isEqualTo(CUDA_ERROR_NOT_INITIALIZED);
    ok(cuInit(0));
    ok(cuCtxSetCurrent(null));

    assertThat(cuMemAlloc(new long[1], 4)).isEqualTo(CUDA_ERROR_INVALID_CONTEXT);

    open(0);
    assertThat(cuMemAlloc(new long[1], 4)).isEqualTo(CUDA_SUCCESS);
  }

  @Test
  void aContextIsCurrentToItsThreadAlone() {
    open(0);

    int elsewhere = CompletableFuture.supplyAsync(() -> cuMemAlloc(new long[1], 4)).join();

    assertThat(elsewhere).isEqualTo(CUDA_ERROR_INVALID_CONTEXT);
  }

  @Test
  void aContextEndsWithItsLastRelease() {
    CUctx_st context = open(0);
    open(0);
    allocate(4);
    stream(0);
    ok(cuDevicePrimaryCtxRelease(0));
    assertThat(cuMemAlloc(new long[1], 4)).isEqualTo(CUDA_SUCCESS);

    ok(cuDevicePrimaryCtxRelease(0));

    assertThat(cuMemAlloc(new long[1], 4)).isEqualTo(CUDA_ERROR_CONTEXT_IS_DESTROYED);
    assertThat(cuCtxSetCurrent(context)).isEqualTo(CUDA_ERROR_CONTEXT_IS_DESTROYED);
    assertThat(cuDevicePrimaryCtxRelease(0)).isEqualTo(CUDA_ERROR_INVALID_CONTEXT);
    // Two allocations and a stream that nobody freed.
    assertThat(FakeDriver.get(Control.LEAKED)).isEqualTo(3);
    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_STREAMS)).isZero();
  }

  @Test
  void devicesAreAsTestsSetThem() {
    FakeDriver.set(Control.DEVICES, 3);
    FakeDriver.set(Control.CAPABILITY, 120);
    FakeDriver.set(Control.TOTAL_MEMORY, 5000);
    FakeDriver.set(Control.DRIVER_VERSION, 12040);
    int[] number = new int[1];

    ok(cuDeviceGetCount(number));
    assertThat(number[0]).isEqualTo(3);
    ok(cuDeviceGet(number, 2));
    assertThat(cuDeviceGet(number, 3)).isEqualTo(CUDA_ERROR_INVALID_DEVICE);
    ok(cuDeviceGetAttribute(number, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, 2));
    assertThat(number[0]).isEqualTo(12);
    ok(cuDeviceGetAttribute(number, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, 2));
    assertThat(number[0]).isZero();
    ok(cuDeviceGetAttribute(number, CU_DEVICE_ATTRIBUTE_WARP_SIZE, 2));
    assertThat(number[0]).isEqualTo(32);
    ok(cuDriverGetVersion(number));
    assertThat(number[0]).isEqualTo(12040);
    try (SizeTPointer bytes = new SizeTPointer(1)) {
      ok(cuDeviceTotalMem(bytes, 2));
      assertThat(bytes.get()).isEqualTo(5000);
    }
  }

  @Test
  void withoutADeviceInitialisationSaysSo() {
    FakeDriver.set(Control.DEVICES, 0);

    assertThat(cuInit(0)).isEqualTo(CUDA_ERROR_NO_DEVICE);
  }

  @Test
  void errorsHaveNamesAndTexts() {
    PointerPointer<BytePointer> text = new PointerPointer<>(1);

    ok(cuGetErrorName(700, text));
    assertThat(new BytePointer(text.get(BytePointer.class, 0)).getString())
        .isEqualTo("CUDA_ERROR_ILLEGAL_ADDRESS");
    ok(cuGetErrorString(2, text));
    assertThat(new BytePointer(text.get(BytePointer.class, 0)).getString())
        .isEqualTo("out of memory");
    assertThat(cuGetErrorName(12345, text)).isEqualTo(CUDA_ERROR_INVALID_VALUE);
  }

  @Test
  void whatIsNotModelledIsNotSupported() {
    open(0);

    assertThat(cuMemAllocManaged(new long[1], 4, 1)).isEqualTo(CUDA_ERROR_NOT_SUPPORTED);
  }

  @Test
  void anImageIsPtxThatTheDriverCanCompile() {
    open(0);
    CUmod_st module = new CUmod_st();

    assertThat(cuModuleLoadData(module, new BytePointer("no PTX")))
        .isEqualTo(CUDA_ERROR_INVALID_PTX);
    assertThat(cuModuleLoadData(module, ptx())).isEqualTo(CUDA_ERROR_INVALID_PTX);
    assertThat(cuModuleLoadData(module, new BytePointer("\177ELF...")))
        .isEqualTo(CUDA_ERROR_NO_BINARY_FOR_GPU);
    FakeDriver.set(Control.CAPABILITY, 75);
    assertThat(cuModuleLoadData(module, ptx("put"))).isEqualTo(CUDA_ERROR_INVALID_PTX);
    FakeDriver.set(Control.CAPABILITY, 80);
    // 11.8 compiles PTX up to 7.8.
    FakeDriver.set(Control.DRIVER_VERSION, 11080);
    assertThat(cuModuleLoadData(module, ptx("put"))).isEqualTo(CUDA_ERROR_UNSUPPORTED_PTX_VERSION);
    FakeDriver.set(Control.DRIVER_VERSION, 12000);
    assertThat(cuModuleLoadData(module, ptx("put"))).isEqualTo(CUDA_SUCCESS);
  }

  @Test
  void aBrokenImageIsExplainedInTheLog() {
    open(0);
    BytePointer log = new BytePointer(100);
    PointerPointer<Pointer> values = new PointerPointer<>(2);
    values.put(0, log);
    values.put(
        1,
        new Pointer() {
          {
            address = 100;
          }
        });

    int result =
        cuModuleLoadDataEx(
            new CUmod_st(),
            new BytePointer("no PTX"),
            2,
            new IntPointer(CU_JIT_ERROR_LOG_BUFFER, CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES),
            values);

    assertThat(result).isEqualTo(CUDA_ERROR_INVALID_PTX);
    assertThat(new BytePointer((Pointer) log).getString()).startsWith("no PTX with an .entry");
  }

  @Test
  void aModuleHasTheKernelsOfItsImageThatTheSourcesHave() {
    open(0);
    CUmod_st module = module(ptx("test_line", "not_in_the_sources"));
    CUfunc_st found = new CUfunc_st();

    assertThat(cuModuleGetFunction(found, module, "test_line")).isEqualTo(CUDA_SUCCESS);
    assertThat(cuModuleGetFunction(found, module, "test_order")).isEqualTo(CUDA_ERROR_NOT_FOUND);
    assertThat(cuModuleGetFunction(found, module, "not_in_the_sources"))
        .isEqualTo(CUDA_ERROR_NOT_FOUND);
  }

  @Test
  void aFunctionGoesWithItsModule() {
    open(0);
    CUmod_st module = module(ptx("test_order"));
    CUfunc_st order = function(module, "test_order");

    ok(cuModuleUnload(module));

    assertThat(launch(order, null, 1, 1, allocate(4))).isEqualTo(CUDA_ERROR_INVALID_HANDLE);
    assertThat(cuModuleUnload(module)).isEqualTo(CUDA_ERROR_INVALID_HANDLE);
  }

  @Test
  void aDestroyedHandleIsInvalid() {
    open(0);
    var stream = stream(0);
    var event = event(0);
    ok(cuStreamDestroy(stream));
    ok(cuEventDestroy(event));

    assertThat(cuStreamSynchronize(stream)).isEqualTo(CUDA_ERROR_INVALID_HANDLE);
    assertThat(cuEventQuery(event)).isEqualTo(CUDA_ERROR_INVALID_HANDLE);
  }

  @Test
  void aLostDeviceFailsEveryLaterCall() {
    open(0);
    long y = allocate(4);
    CUfunc_st order = kernel("test_order");
    FakeDriver.set(Control.LOST_AFTER, 2);

    assertThat(launch(order, null, 1, 1, y)).isEqualTo(CUDA_SUCCESS);
    assertThat(launch(order, null, 1, 1, y)).isEqualTo(CUDA_SUCCESS);

    assertThat(launch(order, null, 1, 1, y)).isEqualTo(CUDA_ERROR_LAUNCH_FAILED);
    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_LAUNCH_FAILED);
    assertThat(cuMemFree(y)).isEqualTo(CUDA_ERROR_LAUNCH_FAILED);
    ok(cuDevicePrimaryCtxRelease(0));
    open(0);
    assertThat(read(allocate(4), 1)[0]).isNaN();
  }

  @Test
  void countsSayWhatLivesAndWhatWasDone() {
    open(0);
    long y = allocate(40);
    pinned(1);
    CUfunc_st order = kernel("test_order");
    launch(order, null, 1, 1, y);
    read(y, 10);
    ok(cuCtxSynchronize());

    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isOne();
    assertThat(FakeDriver.get(Control.LIVE_DEVICE_BYTES)).isEqualTo(40);
    assertThat(FakeDriver.get(Control.LIVE_HOST)).isOne();
    assertThat(FakeDriver.get(Control.LIVE_MODULES)).isOne();
    assertThat(FakeDriver.get(Control.LIVE_CONTEXTS)).isOne();
    assertThat(FakeDriver.get(Control.LAUNCHES)).isOne();
    assertThat(FakeDriver.get(Control.KERNELS_RUN)).isOne();
    assertThat(FakeDriver.get(Control.COPIES)).isOne();
    assertThat(FakeDriver.get(Control.BYTES_TO_HOST)).isEqualTo(40);
    assertThat(FakeDriver.get(Control.SYNCHRONISES)).isOne();

    FakeDriver.reset();

    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_HOST)).isZero();
    assertThat(FakeDriver.get(Control.LAUNCHES)).isZero();
  }
}
