package vae4j.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  @Test
  void keepsAnEvenImageEvenAtEverySize() {
    byte[] values = new byte[13 * 9];
    Arrays.fill(values, (byte) 200);

    for (int height = 1; height < 30; height++) {
      for (int width = 1; width < 30; width++) {
        assertThat(resize(values, 13, 9, height, width)).containsOnly((byte) 200);
      }
    }
  }

  @Test
  void averagesAPatternTooFineForTheNewSize() {
    byte[] values = new byte[64 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) ((i + i / 64) % 2 == 0 ? 255 : 0);
    }

    byte[] small = resize(values, 64, 64, 8, 8);

    // A chess board is half white: nearest-neighbour would give all white or all black.
    for (byte value : small) {
      assertThat(Byte.toUnsignedInt(value)).isBetween(126, 129);
    }
  }

  private static byte[] resize(byte[] grey, int height, int width, int newHeight, int newWidth) {
    Resampling resampling = new Resampling(height, width, newHeight, newWidth, 1);
    float[] row = new float[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        row[x] = Byte.toUnsignedInt(grey[y * width + x]);
      }
      resampling.add(row);
    }
    return resampling.values();
  }
}
