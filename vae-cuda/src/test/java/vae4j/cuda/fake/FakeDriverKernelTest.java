package vae4j.cuda.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.cuda.global.cudart.*;
import static vae4j.cuda.fake.Calls.allocate;
import static vae4j.cuda.fake.Calls.arguments;
import static vae4j.cuda.fake.Calls.function;
import static vae4j.cuda.fake.Calls.kernel;
import static vae4j.cuda.fake.Calls.launch;
import static vae4j.cuda.fake.Calls.module;
import static vae4j.cuda.fake.Calls.ok;
import static vae4j.cuda.fake.Calls.open;
import static vae4j.cuda.fake.Calls.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.cuda.fake.FakeDriver.Control;

/** Kernels on the driver without a GPU; those with names in `test_` are in `test_kernels.cu`. */
class FakeDriverKernelTest {
  @BeforeEach
  void start() {
    Calls.start();
    open(0);
  }

  @AfterEach
  void stop() {
    FakeDriver.reset();
  }

  private static int launch3(CUfunc_st kernel, int[] grid, int[] block, Object... values) {
    return cuLaunchKernel(
        kernel,
        grid[0],
        grid[1],
        grid[2],
        block[0],
        block[1],
        block[2],
        0,
        null,
        arguments(values),
        (PointerPointer<Pointer>) null);
  }

  @Test
  void aStructIsPassedByValue() {
    long y = allocate(4 * 5);
    ByteBuffer line = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    line.putFloat(0, 2).putFloat(4, 0.5f).putLong(8, y);

    ok(launch(kernel("test_line"), null, 2, 3, new Pointer(line), 5));

    assertThat(read(y, 5)).containsExactly(0.5f, 2.5f, 4.5f, 6.5f, 8.5f);
  }

  @Test
  void aPointerInAStructIsLookedAtToo() {
    long y = allocate(4);
    ok(cuMemFree(y));
    ByteBuffer line = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    line.putLong(8, y);

    ok(launch(kernel("test_line"), null, 1, 1, new Pointer(line), 1));

    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_ILLEGAL_ADDRESS);
  }

  @Test
  void theImageSaysWhetherNumbersAreDoubles() {
    String ptx =
        ".version 8.0\n.target sm_80\n.global .align 4 .u32 vae4j_float64 = 1;\n.entry test_write(";
    long y = allocate(16);

    ok(
        launch(
            function(module(new BytePointer(ptx, StandardCharsets.US_ASCII)), "test_write"),
            null,
            1,
            1,
            y,
            1L));

    try (DoublePointer doubles = new DoublePointer(2)) {
      ok(cuMemcpyDtoH(doubles, y, 16));
      assertThat(doubles.get(1)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"256, 1, 1", "1, 1, 1", "33, 1, 1", "1024, 1, 1", "4, 5, 6"})
  void threadsWaitForOneAnother(int x, int y, int z) {
    int threads = x * y * z;
    int blocks = 5;
    int turns = 7;
    long out = allocate(4L * threads * blocks);

    ok(launch3(kernel("test_rotate"), new int[] {blocks, 1, 1}, new int[] {x, y, z}, out, turns));

    float[] values = read(out, threads * blocks);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isEqualTo((i % threads + turns) % threads);
    }
  }

  @Test
  void manyBlocksAreSpreadOverTheProcessor() {
    int blocks = 3000;
    long out = allocate(4L * 64 * blocks);

    ok(launch(kernel("test_rotate"), null, blocks, 64, out, 11));

    float[] values = read(out, 64 * blocks);
    assertThat(IntStream.range(0, values.length).filter(i -> values[i] != (i % 64 + 11) % 64))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "test_first_leaves, waits for a thread that has left",
    "test_last_leaves, left the kernel while others wait",
    "test_two_places, waits where another thread waits at line"
  })
  void aWaitThatNotAllThreadsComeToFails(String name, String message) {
    long y = allocate(4 * 256);

    ok(launch(kernel(name), null, 3, 256, y));

    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_LAUNCH_FAILED);
    assertThat(FakeDriver.message()).contains(name).contains(message);
    // What comes after is well again.
    FakeDriver.reset();
    open(0);
    threadsWaitForOneAnother(256, 1, 1);
  }

  @Test
  void sharedMemoryIsNotANumberBeforeItIsWritten() {
    String ptx =
        """
        .version 8.0
        .target sm_80
        .entry test_reads_unwritten(
          .shared .align 4 .b8 _ZZ20test_reads_unwrittenE6values[1024];
        """;
    long y = allocate(4 * 256);
    CUfunc_st reads =
        function(module(new BytePointer(ptx, StandardCharsets.US_ASCII)), "test_reads_unwritten");

    ok(launch(reads, null, 1, 256, y, 1));

    float[] values = read(y, 256);
    assertThat(values[0]).isEqualTo(1);
    assertThat(Arrays.copyOfRange(values, 1, 256)).containsOnly(Float.NaN);
    int[] bytes = new int[1];
    ok(cuFuncGetAttribute(bytes, CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES, reads));
    assertThat(bytes[0]).isEqualTo(1024);
  }

  @Test
  void aDivisionByZeroFailsTheKernelAndNotTheProcess() {
    ok(launch(kernel("test_divide"), null, 1, 1, allocate(4), 0));

    assertThat(cuCtxSynchronize()).isEqualTo(CUDA_ERROR_LAUNCH_FAILED);
    assertThat(FakeDriver.message()).contains("divides by zero");
  }

  @Test
  void theJvmsOwnFaultsStayItsOwn() {
    ok(launch(kernel("test_divide"), null, 1, 1, allocate(4), 1));
    String nothing = System.getProperty("no such property");
    int caught = 0;
    for (int i = 0; i < 100_000; i++) {
      try {
        // Compiled code finds a null by the fault.
        caught += nothing.length();
      } catch (NullPointerException e) {
        caught++;
      }
    }
    assertThat(caught).isEqualTo(100_000);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1", "1, 0, 1, 1", "1, 1, 0, 1", "1, 1, 1, 0",
    "1, 65536, 1, 1", "1, 1, 65536, 1", "1, 1, 1, 1025", "-1, 1, 1, 1"
  })
  void aGridOrBlockOutsideTheLimitsIsInvalid(int x, int y, int z, int block) {
    int result =
        launch3(kernel("test_order"), new int[] {x, y, z}, new int[] {block, 1, 1}, allocate(4));

    assertThat(result).isEqualTo(CUDA_ERROR_INVALID_VALUE);
  }

  @Test
  void theOrderOfBlocksAndThreadsCanBeReversed() {
    long y = allocate(4);
    CUfunc_st order = kernel("test_order");
    ok(launch(order, null, 3, 4, y));
    assertThat(read(y, 1)).containsExactly(11);

    FakeDriver.set(Control.REVERSED, 1);
    ok(launch(order, null, 3, 4, y));

    assertThat(read(y, 1)).containsExactly(0);
  }

  @Test
  void parametersAreCopiedByTheLaunch() {
    FakeDriver.set(Control.LATE, 1);
    FakeDriver.set(Control.POISON_PARAMETERS, 1);
    long y = allocate(8);
    LongPointer address = new LongPointer(new long[] {y});
    LongPointer place = new LongPointer(new long[] {1});

    ok(launch(kernel("test_write"), null, 1, 1, address, place));

    assertThat(address.get()).isNotEqualTo(y);
    ok(cuCtxSynchronize());
    assertThat(read(y, 2)[1]).isEqualTo(1);
  }

  @Test
  void argumentsAreWanted() {
    int result =
        cuLaunchKernel(
            kernel("test_order"), 1, 1, 1, 1, 1, 1, 0, null, (Pointer) null, (Pointer) null);

    assertThat(result).isEqualTo(CUDA_ERROR_INVALID_VALUE);
  }
}
