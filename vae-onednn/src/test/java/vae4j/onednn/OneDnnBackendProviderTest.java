package vae4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;

class OneDnnBackendProviderTest {
  private final OneDnnBackendProvider provider = new OneDnnBackendProvider();

  @Test
  void isTheBestOfTheProcessor() {
    try (Backend backend = Backends.open("auto", new BackendOptions(2, DataType.FLOAT))) {
      assertThat(backend.name()).isEqualTo("onednn");
      assertThat(backend.description())
          .matches("oneDNN \\d+\\.\\d+\\.\\d+, .*, float32, 2 threads");
    }
  }

  @Test
  void leavesFloat64ToThePortableBackend() {
    BackendOptions doubles = new BackendOptions(1, DataType.DOUBLE);

    assertThat(provider.unavailable(doubles))
        .hasValue("it computes in float32 and bf16, not in float64");
    try (Backend backend = Backends.open("auto", doubles)) {
      assertThat(backend.name()).isEqualTo("nd4j");
    }
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Backends.open("onednn", doubles))
        .withMessage(
            "backend onednn is unavailable: it computes in float32 and bf16, not in float64");
  }

  @Test
  void saysWhatAProcessorLacksForBfloat16() {
    assumeThat(InstructionSet.bfloat16()).isFalse();
    BackendOptions narrow = new BackendOptions(1, DataType.BFLOAT16);
    String reason =
        "bfloat16 needs a processor with AVX-512 BF16 or AMX, this one has "
            + InstructionSet.name();

    assertThat(provider.unavailable(narrow)).isEqualTo(Optional.of(reason));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> provider.open(narrow))
        .withMessage("backend onednn is unavailable: " + reason);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Backends.open("auto", narrow))
        .withMessage(
            "no backend is available: onednn: "
                + reason
                + "; nd4j: it computes in float32 and float64, not in bf16");
  }
}
