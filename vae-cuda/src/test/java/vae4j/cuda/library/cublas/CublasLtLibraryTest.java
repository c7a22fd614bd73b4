package vae4j.cuda.library.cublas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CublasLtLibraryTest {
  @Test
  void versionsAreWrittenAsPeopleDo() {
    assertThat(CublasLtLibrary.text(130_100)).isEqualTo("13.1.0");
    assertThat(CublasLtLibrary.text(120_604)).isEqualTo("12.6.4");
  }

  @Test
  void whyItIsNotThereFitsOneLine() {
    Optional<String> reason = CublasLtLibrary.unavailable();

    assertThat(reason).isEqualTo(CublasLtLibrary.unavailable());
    reason.ifPresent(
        text ->
            assertThat(text)
                .startsWith("cuBLASLt is not available: ")
                .contains("install cuBLAS of CUDA 13")
                .hasLineCount(1));
  }
}
