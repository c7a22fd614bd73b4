package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterTest {
  @Test
  void lengthIsTheProductOfItsDimensions() {
    Parameter kernel = new Parameter("encoder/conv1/kernel", List.of(3L, 3L, 2L, 16L), 100);

    assertThat(kernel.length()).isEqualTo(288);
    assertThat(kernel.dimensions()).containsExactly(3, 3, 2, 16);
    assertThat(new Parameter("log-variance", List.of(), 0).length()).isEqualTo(1);
  }
}
