package vae4j.cuda.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuGraphInstantiate;
import static org.bytedeco.cuda.global.cudart.cuInit;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemAllocHost;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoH;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamEndCapture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import vae4j.cuda.fake.FakeDriver.Control;

/** CUDA's calls as the tests of the driver without a GPU make them, each of which must succeed. */
final class Calls {
  private Calls() {}

  /** A driver as new, which prints nothing. */
  static void start() {
    FakeDriver.unavailable().ifPresent(reason -> Assumptions.abort(reason));
    FakeDriver.load();
    FakeDriver.reset();
    FakeDriver.set(Control.QUIET, 1);
    FakeDriver.set(Control.LATE, 0);
    FakeDriver.set(Control.REVERSED, 0);
    ok(cuInit(0));
  }

  static void ok(int result) {
    assertThat(result).as(FakeDriver.message()).isEqualTo(CUDA_SUCCESS);
  }

  /** The context of a device, current. */
  static CUctx_st open(int device) {
    CUctx_st context = new CUctx_st();
    ok(cuDevicePrimaryCtxRetain(context, device));
    ok(cuCtxSetCurrent(context));
    return context;
  }

  static CUstream_st stream(int flags) {
    CUstream_st stream = new CUstream_st();
    ok(cuStreamCreate(stream, flags));
    return stream;
  }

  static CUevent_st event(int flags) {
    CUevent_st event = new CUevent_st();
    ok(cuEventCreate(event, flags));
    return event;
  }

  static long allocate(long bytes) {
    long[] address = new long[1];
    ok(cuMemAlloc(address, bytes));
    return address[0];
  }

  /** Pinned memory with numbers in it. */
  static FloatPointer pinned(float... values) {
    FloatPointer memory = new FloatPointer();
    ok(cuMemAllocHost(memory, 4L * values.length));
    memory.capacity(values.length);
    memory.put(values);
    return memory;
  }

  static float[] numbers(FloatPointer memory) {
    float[] values = new float[(int) memory.capacity()];
    memory.get(values);
    return values;
  }

  /** Numbers on the device, by a copy that waits for the legacy stream alone. */
  static float[] read(long address, int count) {
    try (FloatPointer memory = new FloatPointer(count)) {
      ok(cuMemcpyDtoH(memory, address, 4L * count));
      return numbers(memory);
    }
  }

  /** An image for the driver, which reads no more of it than this. */
  static BytePointer ptx(String... kernels) {
    StringBuilder text = new StringBuilder(".version 8.0\n.target sm_80\n.address_size 64\n");
    for (String kernel : kernels) {
      text.append(".visible .entry ").append(kernel).append("()\n{\n\tret;\n}\n");
    }
    return new BytePointer(text.toString(), StandardCharsets.US_ASCII);
  }

  static CUmod_st module(BytePointer image) {
    CUmod_st module = new CUmod_st();
    ok(cuModuleLoadData(module, image));
    return module;
  }

  static CUfunc_st function(CUmod_st module, String name) {
    CUfunc_st function = new CUfunc_st();
    ok(cuModuleGetFunction(function, module, name));
    return function;
  }

  static CUfunc_st kernel(String name) {
    return function(module(ptx(name)), name);
  }

  /** Pointers to a kernel's arguments. */
  static PointerPointer<Pointer> arguments(Object... values) {
    Pointer[] each =
        Arrays.stream(values)
            .map(
                value ->
                    value instanceof Long l
                        ? new LongPointer(new long[] {l})
                        : value instanceof Integer i
                            ? new IntPointer(new int[] {i})
                            : value instanceof Float f ? new FloatPointer(f) : (Pointer) value)
            .toArray(Pointer[]::new);
    return new PointerPointer<>(each);
  }

  /** What a launch of blocks in one dimension returns. */
  static int launch(
      CUfunc_st kernel, @Nullable CUstream_st stream, int grid, int block, Object... values) {
    return cuLaunchKernel(
        kernel,
        grid,
        1,
        1,
        block,
        1,
        1,
        0,
        stream,
        arguments(values),
        (PointerPointer<Pointer>) null);
  }

  static CUgraph_st endCapture(CUstream_st stream) {
    CUgraph_st graph = new CUgraph_st();
    ok(cuStreamEndCapture(stream, graph));
    return graph;
  }

  static CUgraphExec_st executable(CUgraph_st graph) {
    CUgraphExec_st executable = new CUgraphExec_st();
    ok(cuGraphInstantiate(executable, graph, 0));
    return executable;
  }
}
