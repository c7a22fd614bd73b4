package vae4j.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;

class WorkloadTest {
  @Test
  void isReadFromAWordAndNamesItsFiles() {
    Workload workload = Workload.parse("32,64,128/100");

    assertThat(workload).isEqualTo(new Workload(List.of(32, 64, 128), 100));
    assertThat(workload.name()).isEqualTo("32-64-128-batch-100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "32,64/0", "32,,64/10", "32/-1", "32 64/10", "32,64"})
  void otherWordsAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workload.parse(text))
        .withMessage(
            "a workload must be filters, a slash and a batch, such as 32,64,128/100, was " + text);
  }

  // 100,868 + 246,273 numbers: what Keras says of encoder and decoder.
  @Test
  void theFirstOneIsThePreset() {
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(Workload.parse("32,64,128/100").model(), 1, backend)) {
      assertThat(vae.parameterCount()).isEqualTo(347_141);
    }
    assertThat(Workload.parse("32,64,128/100").beta()).isEqualTo(2.048);
    assertThat(Workload.parse("32,64,128/100").learningRate()).isEqualTo(5e-4);
  }

  @Test
  void takesWholeBatches() {
    assertThat(Workload.parse("2/4").images(new Images(11)).size()).isEqualTo(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workload.parse("2/12").images(new Images(11)))
        .withMessage("batch must be at most the 11 images of the set, was 12");
  }
}
