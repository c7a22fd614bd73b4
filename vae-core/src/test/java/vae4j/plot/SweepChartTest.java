package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.plot.SweepChart.Point;
import vae4j.plot.SweepChart.Series;
import vae4j.plot.image.Fonts;

class SweepChartTest {
  @BeforeEach
  void assumeFonts() {
    assumeTrue(Fonts.available(), "this Java has no fonts");
  }

  @Test
  void errorBarsReachFromMeanMinusToMeanPlusError() {
    // One point with the error 3 and one without, 12 higher: the bar is 6 long.
    Series series = new Series("test", List.of(new Point(2, 12, 0), new Point(1, 0, 3)));
    SweepChart chart = new SweepChart("β", "nats per image", false);

    BufferedImage image = chart.draw(List.of(series));

    int[] left = rows(image, 0, image.getWidth() / 3);
    int[] right = rows(image, image.getWidth() * 9 / 10, image.getWidth());
    // Discs of about 14 pixels; the bar of the left point ends 3 below it, 15 below the right one.
    double unit = (left[1] - (right[0] + 7.0)) / 15;
    double middle = right[0] + 7 + 12 * unit;
    assertThat(middle - left[0]).isCloseTo(3 * unit, within(unit));
    assertThat(left[1] - left[0]).isGreaterThan((int) (5 * unit));
  }

  @Test
  void aLogarithmicAxisPutsFactorsAtEqualDistances() {
    Series one = new Series("a", List.of(new Point(0.1, 0, 0)));
    Series two = new Series("b", List.of(new Point(1, 0, 0)));
    Series three = new Series("c", List.of(new Point(10, 0, 0)));

    BufferedImage image = new SweepChart("β", "score", true).draw(List.of(one, two, three));

    int[] middles = new int[3];
    for (int i = 0; i < 3; i++) {
      middles[i] = middleColumn(image, i);
    }
    assertThat(middles[2] - middles[1]).isGreaterThan(100);
    assertThat((double) (middles[1] - middles[0])).isCloseTo(middles[2] - middles[1], within(4.0));
  }

  @Test
  void wrongArgumentsAreNamed() {
    SweepChart chart = new SweepChart("β", "score", true);
    Series zero = new Series("a", List.of(new Point(0, 1, 0)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> chart.draw(List.of(zero)))
        .withMessage("x of series a must be positive on a logarithmic axis, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chart.draw(List.of(zero, zero)))
        .withMessage("series must have different names, were a, a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chart.draw(List.of()))
        .withMessage("a sweep needs at least one series, had none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Series("a", List.of()))
        .withMessage("series a needs at least one point");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Point(Double.NaN, 1, 0))
        .withMessage("a point must be finite, was (NaN, 1.0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Point(1, 1, -1))
        .withMessage("error of a point must be at least 0 and finite, was -1.0");
  }

  /** The first and the last row with the first series' colour, in some columns. */
  private static int[] rows(BufferedImage image, int from, int to) {
    int first = -1;
    int last = -1;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = from; x < to; x++) {
        if (Pixels.hasHue(image.getRGB(x, y), Palette.of(0))) {
          first = first < 0 ? y : first;
          last = y;
        }
      }
    }
    return new int[] {first, last};
  }

  /** In the upper three quarters, which the legend is below. */
  private static int middleColumn(BufferedImage image, int series) {
    int height = image.getHeight() * 3 / 4;
    return (int)
        Pixels.middle(
            image.getSubimage(0, 0, image.getWidth(), height),
            Palette.of(series),
            image.getWidth())[0];
  }
}
