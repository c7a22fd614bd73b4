package vae4j.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {
  /** What glibc, Windows and JavaCPP say where a library is missing. */
  @ParameterizedTest
  @CsvSource({
    "'/x/libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file', false,"
        + " there is no NVIDIA driver (libcuda.so.1)",
    "'Could not load nvcuda.dll', false, there is no NVIDIA driver (nvcuda.dll)",
    "'/x/libjnicudart.so: libcudart.so.13: cannot open shared object file: No such file', true,"
        + " 'the CUDA 13 runtime (libcudart.so.13, cudart64_13.dll) is missing: install it, or add"
        + " org.bytedeco:cuda-redist to the class path'",
    "no jnicudart in java.library.path, false,"
        + " CUDA's bindings do not load: no jnicudart in java.library.path"
  })
  void whatIsMissingIsNamed(String message, boolean driver, String reason) {
    Devices.Problem problem = Devices.missing(message);

    assertThat(problem.driver()).isEqualTo(driver);
    assertThat(problem.reason()).isEqualTo(reason);
  }

  @Test
  void versionsAreWrittenAsPeopleDo() {
    assertThat(Devices.text(13_000)).isEqualTo("13.0");
    assertThat(Devices.text(12_040)).isEqualTo("12.4");
  }
}
