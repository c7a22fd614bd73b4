package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {
  @Test
  void thirtySixClassesHaveThirtySixColours() {
    assertThat(IntStream.range(0, 36).mapToObj(Palette::of)).doesNotHaveDuplicates();
  }

  @Test
  void theFirstColoursAreThoseOfOkabeAndIto() {
    assertThat(Palette.of(0)).isEqualTo(new Color(0, 114, 178));
    assertThat(Palette.of(3)).isEqualTo(new Color(213, 94, 0));
  }
}
