package vae4j.cuda.library.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae4j.cuda.library.Geometry;
import vae4j.cuda.library.WeightsLayout;
import vae4j.data.ImageShape;

class TensorLayoutTest {
  private static final ImageShape IMAGE = new ImageShape(5, 6, 3);

  private static Geometry.Convolution convolution(int out) {
    return new Geometry.Convolution(
        2, IMAGE, new ImageShape(4, 3, out), new Geometry.Window(2, 3, 1, 2, 0, 0, 0, 1));
  }

  @Test
  void imagesLieWithTheirChannelsLast() {
    TensorLayout layout = TensorLayout.images(2, IMAGE);
    long place = 0;
    for (int n = 0; n < 2; n++) {
      for (int h = 0; h < 5; h++) {
        for (int w = 0; w < 6; w++) {
          for (int c = 0; c < 3; c++) {
            assertThat(place(layout, n, c, h, w)).isEqualTo(place++);
          }
        }
      }
    }
    assertThat(layout.sizes()).containsExactly(2, 3, 5, 6);
  }

  @ParameterizedTest
  @EnumSource(WeightsLayout.class)
  void weightsLieAsTheirLayoutSays(WeightsLayout layout) {
    TensorLayout weights = TensorLayout.weights(convolution(4), layout);

    assertThat(weights.sizes()).containsExactly(4, 3, 2, 3);
    for (int k = 0; k < 4; k++) {
      for (int c = 0; c < 3; c++) {
        for (int r = 0; r < 2; r++) {
          for (int s = 0; s < 3; s++) {
            // [kh, kw, in, out] and [out, kh, kw, in].
            int wanted =
                layout == WeightsLayout.OURS
                    ? ((r * 3 + s) * 3 + c) * 4 + k
                    : ((k * 2 + r) * 3 + s) * 3 + c;
            assertThat(place(weights, k, c, r, s)).isEqualTo(wanted);
          }
        }
      }
    }
  }

  @Test
  void withOneOutputChannelBothLayoutsAreTheSame() {
    Geometry.Convolution one = convolution(1);

    assertThat(TensorLayout.weights(one, WeightsLayout.OURS).strides())
        .containsExactly(TensorLayout.weights(one, WeightsLayout.KRSC).strides());
  }

  private static long place(TensorLayout layout, long... index) {
    long place = 0;
    for (int i = 0; i < index.length; i++) {
      place += index[i] * layout.strides()[i];
    }
    return place;
  }
}
