package vae4j.cuda.library.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.cuda.driver.DeviceMemory;
import vae4j.cuda.driver.Devices;
import vae4j.cuda.driver.Gpu;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.Geometry;
import vae4j.cuda.library.MathType;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.select.Difference;

class BenchTensorsTest {
  private static final int ROWS = 300;
  private static final int COLUMNS = 700;
  private static final int COUNT = ROWS * COLUMNS;

  @BeforeEach
  void onTheDriverWithoutGpu() {
    assumeTrue(FakeDriver.available(), () -> FakeDriver.unavailable().orElse(""));
    FakeDriver.reset();
    assertThat(Devices.problem()).isEmpty();
  }

  @AfterEach
  void reset() {
    FakeDriver.reset();
  }

  /** What a test does on a GPU with a product whose output has {@link #COUNT} numbers. */
  private interface Body {
    void run(Gpu gpu, BenchTensors tensors);
  }

  private static void with(MathType math, Body body) {
    Problem problem = Problem.of(new Geometry.Product(ROWS, 3, COLUMNS), Direction.FORWARD, math);
    try (Gpu gpu = new Gpu(0);
        Kernels kernels = new Kernels(gpu, false);
        BenchTensors tensors = new BenchTensors(kernels, problem)) {
      body.run(gpu, tensors);
    }
  }

  private static float[] read(Gpu gpu, Tensor tensor) {
    float[] values = new float[COUNT];
    try (FloatPointer memory = new FloatPointer(values)) {
      gpu.stream().read(tensor.address(), memory, 4L * COUNT);
      gpu.synchronize();
      memory.get(values);
    }
    return values;
  }

  private static void write(Gpu gpu, Tensor tensor, float... values) {
    try (FloatPointer memory = new FloatPointer(values)) {
      gpu.stream().write(tensor.address(), memory, 4L * values.length);
      gpu.synchronize();
    }
  }

  @Test
  void numbersHaveBothSignsAndMagnitudesDownToAMillionth() {
    with(
        MathType.FLOAT32,
        (gpu, tensors) -> {
          float[] values = read(gpu, tensors.reference().output());
          int negative = 0;
          int[] tenths = new int[8];
          for (float value : values) {
            assertThat(Math.abs(value)).isBetween(0x1p-20f, 1f);
            negative += value < 0 ? 1 : 0;
            tenths[(int) -Math.log10(Math.abs(value))]++;
          }
          // Of 210,000 halves at random the share lies within 6 deviations, 0.0066, of ½.
          assertThat(negative / (double) COUNT).isBetween(0.493, 0.507);
          // A power of ten has log2(10) = 3.3 of 20 exponents.
          for (int i = 0; i < 6; i++) {
            assertThat(tenths[i] / (double) COUNT).isBetween(0.15, 0.18);
          }
        });
  }

  @Test
  void weightsLieAtNoMultipleOf16() {
    with(
        MathType.FLOAT32,
        (gpu, tensors) -> {
          assertThat(tensors.reference().weights() % 16).isEqualTo(4);
          assertThat(tensors.reference().output().address() % 16).isZero();
        });
  }

  @Test
  void resultsAreComparedNumberByNumber() {
    with(
        MathType.FLOAT32,
        (gpu, tensors) -> {
          Tensor expected = tensors.reference().output();
          Tensor found = tensors.candidate().output();
          float[] values = read(gpu, expected);
          float largest = 0;
          for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
          }
          DeviceMemory.copy(gpu, expected.address(), found.address(), 4L * COUNT);
          assertThat(tensors.compare()).isEqualTo(new Difference(0, largest));
          long same = tensors.fingerprint();
          assertThat(tensors.fingerprint()).isEqualTo(same);

          values[COUNT - 1] += 0.5f;
          write(gpu, found, values);
          assertThat(tensors.compare().largest()).isEqualTo(0.5);
          assertThat(tensors.fingerprint()).isNotEqualTo(same);

          for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            values[12345] = broken;
            write(gpu, found, values);
            assertThat(tensors.compare().largest()).isNaN();
          }
        });
  }

  @Test
  void twoNumbersExchangedAreOtherBits() {
    with(
        MathType.FLOAT32,
        (gpu, tensors) -> {
          Tensor found = tensors.candidate().output();
          write(gpu, found, new float[COUNT]);
          write(gpu, found, 1, 2);
          long first = tensors.fingerprint();
          write(gpu, found, 2, 1);
          assertThat(tensors.fingerprint()).isNotEqualTo(first);
        });
  }

  @Test
  void aClearedResultIsNotANumberInEachType() {
    for (MathType math : MathType.values()) {
      with(
          math,
          (gpu, tensors) -> {
            tensors.clear();
            assertThat(tensors.candidate().output().type())
                .isEqualTo(
                    math == MathType.BF16
                        ? ElementType.BFLOAT16
                        : math == MathType.FP16 ? ElementType.FLOAT16 : ElementType.FLOAT32);
            assertThat(tensors.compare().largest()).isNaN();
          });
    }
  }
}
