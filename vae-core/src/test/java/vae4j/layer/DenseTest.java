package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

class DenseTest {
  @Test
  void flattensItsInput() {
    Dense dense = new Dense(5, Activation.tanh());
    AffineMap map = Placed.map(dense, new ImageShape(4, 3, 2));

    assertThat(map.weightsShape()).containsExactly(24, 5);
    assertThat(map.biasLength()).isEqualTo(5);
    assertThat(Placed.output(dense, new ImageShape(4, 3, 2))).isEqualTo(new ImageShape(1, 1, 5));
  }
}
