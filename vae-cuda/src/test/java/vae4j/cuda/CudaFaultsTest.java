package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.cuda.driver.CudaException;
import vae4j.cuda.driver.OutOfDeviceMemoryException;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.fake.FakeDriver.Control;
import vae4j.data.ImageShape;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

/** What a GPU can do to a run, on the driver without a GPU, and what people are told. */
class CudaFaultsTest {
  private static final ImageShape SHAPE = new ImageShape(4, 4, 1);
  private static final BackendOptions OPTIONS = BackendOptions.defaults();

  @BeforeEach
  void onTheDriverWithoutGpu() {
    assumeTrue(FakeDriver.available(), () -> FakeDriver.unavailable().orElse(""));
    FakeDriver.reset();
  }

  /** Faults are wanted here. */
  @AfterEach
  void forgetFaults() {
    FakeDriver.reset();
  }

  private static double[] train() {
    VaeConfig config = VaeConfig.conv(SHAPE).filters(2).latent(2).build();
    TrainerConfig settings = TrainerConfig.defaults().withBatchSize(3).withEpochs(2).withSeed(3);
    try (Backend backend = new CudaBackendProvider().open(OPTIONS);
        Vae vae = Vae.create(config, 5, backend)) {
      TestImages images = new TestImages(SHAPE, 10);
      new Trainer(settings).fit(vae, images, images);
      return vae.parameters().toDoubles();
    }
  }

  private static void assertNothingLives() {
    for (Control count :
        new Control[] {
          Control.LIVE_DEVICE,
          Control.LIVE_HOST,
          Control.LIVE_MODULES,
          Control.LIVE_STREAMS,
          Control.LIVE_EVENTS,
          Control.LIVE_GRAPHS,
          Control.LIVE_EXECUTABLES,
          Control.LIVE_CONTEXTS,
          Control.LEAKED
        }) {
      assertThat(FakeDriver.get(count)).as(count.name()).isZero();
    }
  }

  /** The first allocation fails, then the second, and so on until none does. */
  @Test
  void eachAllocationMayFail() {
    double[] expected = train();
    int failed = 0;
    while (true) {
      FakeDriver.reset();
      FakeDriver.set(Control.FAIL_ALLOCATION, failed + 1);
      OutOfDeviceMemoryException problem = null;
      try {
        assertThat(Arrays.equals(train(), expected)).isTrue();
      } catch (OutOfDeviceMemoryException e) {
        problem = e;
      }
      assertNothingLives();
      if (problem == null) {
        break;
      }
      assertThat(problem.getMessage())
          .doesNotContain("\n")
          .matches(".+ has too little memory: [\\d,]+ bytes were wanted, [\\d,]+ are free");
      failed++;
    }
    assertThat(failed).isGreaterThan(60);
  }

  /** Pinned memory is for recordings alone. */
  @Test
  void withoutPinnedMemoryKernelsAreLaunchedOneByOne() {
    double[] expected = train();
    for (int failing = 1; failing <= 3; failing++) {
      FakeDriver.reset();
      FakeDriver.set(Control.FAIL_HOST_ALLOCATION, failing);
      assertThat(Arrays.equals(train(), expected)).isTrue();
      assertNothingLives();
    }
  }

  @Test
  void aLostDeviceEndsTheRunInOneLine() {
    for (int kernels : new int[] {1, 10, 100, 300}) {
      FakeDriver.reset();
      FakeDriver.set(Control.LOST_AFTER, kernels);

      CudaException lost = catchThrowableOfType(CudaException.class, CudaFaultsTest::train);

      assertThat(lost).as("after %d kernels", kernels).isNotNull();
      assertThat(lost.getMessage()).contains("CUDA error").doesNotContain("\n");
      assertNothingLives();
    }
  }

  @Test
  void whereNothingCanBeRecordedKernelsAreLaunchedOneByOne() {
    double[] recorded = train();
    assertThat(FakeDriver.get(Control.GRAPH_LAUNCHES)).isPositive();
    FakeDriver.reset();
    FakeDriver.set(Control.CAPTURE_FAILS, 1);

    double[] plain = train();

    assertThat(FakeDriver.get(Control.GRAPH_LAUNCHES)).isZero();
    assertThat(Arrays.equals(plain, recorded)).isTrue();
    assertNothingLives();
  }

  @Test
  void anOldDriverIsNamed() {
    FakeDriver.set(Control.DRIVER_VERSION, 12_040);

    assertThat(new CudaBackendProvider().unavailable(OPTIONS))
        .hasValue(
            "the NVIDIA driver is too old: it supports CUDA 12.4, needed is 13.0 or newer (driver"
                + " 580 or newer)");
    assertThat(new CudaBackendProvider().unneeded()).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(() -> Backends.open("cuda", OPTIONS))
        .withMessageStartingWith("backend cuda is unavailable: the NVIDIA driver is too old");
  }

  @Test
  void aDriverWithoutGpuIsPassedOver() {
    FakeDriver.set(Control.DEVICES, 0);

    assertThat(new CudaBackendProvider().unavailable(OPTIONS))
        .hasValue("the NVIDIA driver finds no GPU");
    try (Backend backend = Backends.open("auto", OPTIONS)) {
      assertThat(backend.name()).isEqualTo("nd4j");
    }
  }

  @Test
  void autoTakesTheGpuFirst() {
    try (Backend backend = Backends.open("auto", OPTIONS)) {
      assertThat(backend.name()).isEqualTo("cuda");
      assertThat(backend.description()).contains("compute capability", "float32");
    }
  }

  @Test
  void anOldGpuIsNamed() {
    FakeDriver.set(Control.CAPABILITY, 75);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> new CudaBackendProvider().open(OPTIONS))
        .withMessageMatching(
            "GPU 0 \\(.+\\) has compute capability 7\\.5, needed is 8\\.0 or newer \\(Ampere\\)");
    assertNothingLives();
  }

  @Test
  void aDeviceThatIsNotThereIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CudaBackendProvider().open(OPTIONS.withDevice(3)))
        .withMessage("device must be in [0, 1), the GPUs of this machine, was 3");
  }

  @Test
  void theSecondDeviceCanBeTaken() {
    FakeDriver.set(Control.DEVICES, 2);
    double[] first = train();
    try (Backend backend = new CudaBackendProvider().open(OPTIONS.withDevice(1))) {
      assertThat(backend.description()).contains("1");
      assertThat(backend.allocate(3).toDoubles()).containsExactly(0, 0, 0);
    }
    assertThat(first).isNotEmpty();
    assertNothingLives();
  }
}
