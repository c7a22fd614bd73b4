package vae4j.cuda.library.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.cuda.LoggedLines;
import vae4j.cuda.driver.Devices;
import vae4j.cuda.driver.Gpu;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.library.KernelLibrary;
import vae4j.cuda.library.cublas.CublasLtLibrary;
import vae4j.cuda.library.cudnn.CudnnLibrary;

class OpeningTest {
  private final LoggedLines log = new LoggedLines();

  @BeforeEach
  void onTheDriverWithoutGpu() {
    assumeTrue(FakeDriver.available(), () -> FakeDriver.unavailable().orElse(""));
    FakeDriver.reset();
    assertThat(Devices.problem()).isEmpty();
  }

  @AfterEach
  void reset() {
    System.clearProperty(LibrarySettings.LIBRARIES);
    FakeDriver.reset();
  }

  private List<KernelLibrary> open() {
    try (Gpu gpu = new Gpu(0)) {
      return Opening.of(gpu, log);
    }
  }

  @Test
  void librariesCanBeSwitchedOff() {
    System.setProperty(LibrarySettings.LIBRARIES, "off");

    assertThat(open()).isEmpty();
    assertThat(log.info())
        .containsExactly("layers run on the backend's own kernels: vae4j.cuda.libraries=off");
  }

  @Test
  void aSwitchIsOnOrOff() {
    System.setProperty(LibrarySettings.LIBRARIES, "maybe");

    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vae4j.cuda.libraries must be on or off, was maybe");
  }

  @Test
  void withoutLibrariesOneLineSaysWhy() {
    assumeTrue(CudnnLibrary.unavailable().isPresent(), "cuDNN is here");
    assumeTrue(CublasLtLibrary.unavailable().isPresent(), "cuBLASLt is here");

    assertThat(open()).isEmpty();
    assertThat(log.info()).hasSize(1);
    assertThat(log.info().get(0))
        .startsWith("layers run on the backend's own kernels: cuDNN is not available: ")
        .contains("; cuBLASLt is not available: ")
        .hasLineCount(1);
  }
}
