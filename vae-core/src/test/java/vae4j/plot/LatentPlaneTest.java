package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.plot.image.Fonts;
import vae4j.plot.image.PlotImage;

class LatentPlaneTest {
  @Test
  void uniformCodesRiseToTheRightAndFallDownwards() {
    float[][] codes = LatentPlane.uniform(3, -3, 3, -1, 2).latents();

    assertThat(codes)
        .isDeepEqualTo(
            new float[][] {
              {-3, 2}, {0, 2}, {3, 2}, {-3, 0.5f}, {0, 0.5f}, {3, 0.5f}, {-3, -1}, {0, -1}, {3, -1}
            });
  }

  @Test
  void quantileCodesAreThoseOfTheNormalTable() {
    // p = 0.025, 0.075, …: the first is the two-sided 5 % point of any table, the next from R's
    // qnorm(c(0.075, 0.475)).
    float[][] codes = LatentPlane.normalQuantiles(20).latents();

    assertThat((double) codes[0][0]).isCloseTo(-1.959964, within(1e-6));
    assertThat((double) codes[19][0]).isCloseTo(1.959964, within(1e-6));
    assertThat((double) codes[1][0]).isCloseTo(-1.439531, within(1e-6));
    assertThat((double) codes[9][0]).isCloseTo(-0.06270678, within(1e-7));
    assertThat((double) codes[0][1]).isCloseTo(1.959964, within(1e-6));
    assertThat((double) codes[399][1]).isCloseTo(-1.959964, within(1e-6));
  }

  @Test
  void everyImageStandsAtTheMiddleOfItsPoint() {
    BufferedImage image =
        LatentPlane.uniform(3, -1, 1, -1, 1)
            .draw(
                codes ->
                    Arrays.stream(codes).map(z -> image((z[0] + 1) / 2, (z[1] + 1) / 2)).toList());

    // Images of 10 pixels are enlarged 30 times. Axes are left and below, if there are fonts.
    int left = Fonts.available() ? 100 : 0;
    int top = Fonts.available() ? 20 : 0;
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        String wanted =
            new String[] {"00", "80", "ff"}[column] + new String[] {"ff", "80", "00"}[row];
        assertThat(Pixels.at(image, left + 300 * column + 150, top + 300 * row + 150))
            .isEqualTo(wanted + "00");
      }
    }
    if (Fonts.available()) {
      // Ticks at the middle of each image, and labels beside them.
      assertThat(Pixels.at(image, left + 450, top + 903)).isEqualTo("333333");
      assertThat(Pixels.at(image, left - 3, top + 150)).isEqualTo("333333");
      assertThat(Pixels.count(image.getSubimage(20, top + 130, 70, 40), rgb -> rgb == 0x333333))
          .isPositive();
    }
  }

  @Test
  void theDecoderIsAskedForOneRowAtATime() {
    List<PlotImage> row = List.of(image(0, 0), image(0, 0));

    LatentPlane.normalQuantiles(2)
        .draw(
            codes -> {
              assertThat(codes).hasDimensions(2, 2);
              return row;
            });
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentPlane.normalQuantiles(1))
        .withMessage("side must be at least 2, was 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentPlane.uniform(2, Double.NaN, 1, -1, 1))
        .withMessage("bounds must be finite, the low below the high, were NaN and 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentPlane.uniform(2, -1, 1, 1, 1))
        .withMessage("bounds must be finite, the low below the high, were 1.0 and 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentPlane.normalQuantiles(2).draw(codes -> List.of(image(0, 0))))
        .withMessage("the decoder must give 2 images, gave 1");
  }

  private static PlotImage image(float red, float green) {
    float[] values = new float[300];
    for (int i = 0; i < 300; i += 3) {
      values[i] = red;
      values[i + 1] = green;
    }
    return new PlotImage(10, 10, 3, values);
  }
}
