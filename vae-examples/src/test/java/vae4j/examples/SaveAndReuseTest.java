package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaveAndReuseTest {
  @TempDir private Path folder;

  @Test
  void theLoadedModelEncodesAndDecodesEquallyToTheBit() throws IOException {
    SaveAndReuse.Result result =
        SaveAndReuse.run(SmallData.train(200), SmallData.test(20), 1, folder.resolve("reused.vae"));

    SaveAndReuse.Answers saved = result.saved();
    SaveAndReuse.Answers loaded = result.loaded();
    assertThat(saved.means()).hasSize(16 * 16);
    assertThat(saved.pixels()).hasSize(16 * 32 * 32);
    assertThat(bits(loaded.means())).isEqualTo(bits(saved.means()));
    assertThat(bits(loaded.logVariances())).isEqualTo(bits(saved.logVariances()));
    assertThat(bits(loaded.pixels())).isEqualTo(bits(saved.pixels()));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
