package vae4j.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

class DirectionTest {
  private static final AffineMap.Convolution CONVOLUTION =
      new AffineMap.Convolution(new ImageShape(8, 8, 3), 4, 3, 3, 2);

  @Test
  void aTransposedConvolutionRunsItsConvolutionBackwards() {
    AffineMap map = new AffineMap.TransposedConvolution(CONVOLUTION);

    assertThat(Direction.FORWARD.of(map)).isEqualTo(Direction.DATA);
    assertThat(Direction.DATA.of(map)).isEqualTo(Direction.FORWARD);
    assertThat(Direction.WEIGHTS.of(map)).isEqualTo(Direction.WEIGHTS);
  }

  @Test
  void anyOtherMapRunsForwards() {
    for (Direction direction : Direction.values()) {
      assertThat(direction.of(CONVOLUTION)).isEqualTo(direction);
    }
  }
}
