package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class BackendsTest {
  @Test
  void providersComeBestFirstAndThePortableOneIsThere() {
    List<BackendProvider> providers = Backends.providers();

    assertThat(providers)
        .isSortedAccordingTo((a, b) -> Integer.compare(b.priority(), a.priority()));
    assertThat(providers).extracting(BackendProvider::name).contains("nd4j");
    assertThat(providers.get(providers.size() - 1).unavailable(BackendOptions.defaults()))
        .isEmpty();
  }

  @Test
  void autoOpensTheFirstThatIsAvailable() {
    String best =
        Backends.providers().stream()
            .filter(provider -> provider.unavailable(BackendOptions.defaults()).isEmpty())
            .findFirst()
            .orElseThrow()
            .name();
    try (Backend backend = Backends.open(Backends.AUTO, new BackendOptions(1, DataType.FLOAT))) {
      assertThat(backend.name()).isEqualTo(best);
    }
  }

  @Test
  void opensTheOneOfAName() {
    try (Backend backend = Backends.open("nd4j", new BackendOptions(2, DataType.DOUBLE))) {
      assertThat(backend.name()).isEqualTo("nd4j");
      assertThat(backend.dataType()).isEqualTo(DataType.DOUBLE);
      assertThat(backend.description()).startsWith("ND4J ").endsWith(", float64, 2 threads");
    }
    try (Backend backend = Backends.open("nd4j", new BackendOptions(1, DataType.FLOAT))) {
      assertThat(backend.description()).endsWith(", float32, 1 thread");
    }
  }

  @Test
  void refusesANameThatThereIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("tpu", BackendOptions.defaults()))
        .withMessageMatching("backend must be auto or one of .*nd4j, was tpu");
  }
}
