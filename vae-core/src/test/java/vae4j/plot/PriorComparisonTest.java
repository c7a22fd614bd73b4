package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.plot.image.Fonts;

class PriorComparisonTest {
  @BeforeEach
  void assumeFonts() {
    assumeTrue(Fonts.available(), "this Java has no fonts");
  }

  @Test
  void codesThatFollowThePriorFillTheCurve() {
    BufferedImage image = PriorComparison.draw(0, normal(0, 1));

    // The peak of the curve is about as high as the bars: its topmost pixel is near theirs.
    int curve = top(image, Palette.of(3));
    int bars = top(image, Palette.of(0));
    int bottom = bottom(image, Palette.of(3));
    assertThat(Math.abs(curve - bars)).isLessThan((bottom - curve) / 6);
  }

  @Test
  void codesOfASmallerSpreadStandHigherThanTheCurve() {
    BufferedImage image = PriorComparison.draw(0, normal(1, 0.2));

    // Five times as dense: the curve's peak is a fifth of the way up.
    int curve = top(image, Palette.of(3));
    int bars = top(image, Palette.of(0));
    int bottom = bottom(image, Palette.of(3));
    assertThat((bottom - bars) / (double) (bottom - curve)).isBetween(4.0, 6.5);
  }

  @Test
  void codesFarFromThePriorAndASingleCodeAreDrawn() {
    for (double[] codes : new double[][] {{50, 51, 52}, {0}}) {
      BufferedImage image = PriorComparison.draw(11, codes);

      assertThat(Pixels.count(image, Palette.of(3))).isPositive();
      assertThat(Pixels.count(image, rgb -> Pixels.hasHue(rgb, Palette.of(0)))).isPositive();
    }
  }

  private static double[] normal(double mean, double deviation) {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[20_000];
    Arrays.setAll(values, i -> mean + deviation * random.nextGaussian());
    return values;
  }

  /** The plot lies above its legend and axis, in the upper three quarters. */
  private static int top(BufferedImage image, Color colour) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (Pixels.hasHue(image.getRGB(x, y), colour)) {
          return y;
        }
      }
    }
    throw new AssertionError("no pixel of " + colour);
  }

  private static int bottom(BufferedImage image, Color colour) {
    for (int y = image.getHeight() * 3 / 4; y > 0; y--) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (Pixels.hasHue(image.getRGB(x, y), colour)) {
          return y;
        }
      }
    }
    throw new AssertionError("no pixel of " + colour);
  }
}
