package vae4j.datasets.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  @Test
  void keepsAnEvenPictureEvenAtEverySize() {
    byte[] values = new byte[13 * 9];
    Arrays.fill(values, (byte) 200);
    Pixels even = new Pixels(13, 9, 1, values);

    for (int height = 1; height < 30; height++) {
      for (int width = 1; width < 30; width++) {
        assertThat(Resampling.resize(even, height, width).values()).containsOnly((byte) 200);
      }
    }
  }

  @Test
  void averagesAPatternTooFineForTheNewSize() {
    byte[] values = new byte[64 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) ((i + i / 64) % 2 == 0 ? 255 : 0);
    }

    byte[] small = Resampling.resize(new Pixels(64, 64, 1, values), 8, 8).values();

    // A chess board is half white: nearest-neighbour would give all white or all black.
    for (byte value : small) {
      assertThat(Byte.toUnsignedInt(value)).isBetween(126, 129);
    }
  }
}
