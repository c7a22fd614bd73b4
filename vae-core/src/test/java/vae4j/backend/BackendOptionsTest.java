package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class BackendOptionsTest {
  @Test
  void refusesANegativeNumberOfThreads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BackendOptions.defaults().withThreads(-1))
        .withMessage("threads must be 0 or positive, was -1");
  }

  @Test
  void refusesOtherTypes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BackendOptions(1, DataType.INT32))
        .withMessage("no precision for INT");
  }

  @Test
  void noThreadsMeansAllProcessors() {
    BackendOptions defaults = BackendOptions.defaults();

    assertThat(defaults).isEqualTo(new BackendOptions(0, DataType.FLOAT));
    assertThat(defaults.effectiveThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(defaults.withThreads(3).effectiveThreads()).isEqualTo(3);
    assertThat(new BackendOptions(2, DataType.DOUBLE).withThreads(5))
        .isEqualTo(new BackendOptions(5, DataType.DOUBLE));
    assertThat(defaults.withPrecision(Precision.BF16))
        .isEqualTo(new BackendOptions(0, DataType.BFLOAT16));
  }
}
