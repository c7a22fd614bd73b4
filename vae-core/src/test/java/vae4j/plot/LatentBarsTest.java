package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.plot.image.Fonts;

class LatentBarsTest {
  @Test
  void barsStandFromTheLongestToTheShortestInProportion() {
    assumeTrue(Fonts.available(), "this Java has no fonts");
    double[] amounts = {1, 4, 0, 2, 3};
    boolean[] active = {true, true, false, false, true};

    BufferedImage image = LatentBars.draw(amounts, active, "nats per image");

    List<Bar> bars = bars(image);
    // 4, 3, 2 (not active), 1, and a line for 0.
    assertThat(bars).extracting(Bar::active).containsExactly(true, true, false, true, false);
    double unit = bars.get(0).length() / 4.0;
    assertThat(unit).isGreaterThan(100);
    for (int i = 0; i < 4; i++) {
      assertThat((double) bars.get(i).length()).isCloseTo((4 - i) * unit, within(2.0));
    }
    assertThat(bars.get(4).length()).isLessThan(5);
  }

  @Test
  void theOrderIsFromTheLargestAndStable() {
    assertThat(LatentBars.order(new double[] {1, 3, 0, 3, 2})).containsExactly(1, 3, 4, 0, 2);
  }

  @Test
  void moreLatentsThanAPageHoldsAreCutAndAllZeroesAreDrawn() {
    assumeTrue(Fonts.available(), "this Java has no fonts");
    double[] many = new double[500];
    Arrays.setAll(many, i -> i);

    BufferedImage cut = LatentBars.draw(many, new boolean[500], "nats");

    assertThat(cut.getHeight()).isLessThan(2200);
    assertThat(bars(cut)).hasSize(40);
    assertThat(bars(LatentBars.draw(new double[3], new boolean[3], "nats"))).hasSize(3);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assumeTrue(Fonts.available(), "this Java has no fonts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentBars.draw(new double[2], new boolean[1], ""))
        .withMessage("amounts and active must be as many, at least one, were 2 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentBars.draw(new double[] {1, Double.NaN}, new boolean[2], ""))
        .withMessage("amount of latent 1 must be at least 0 and finite, was NaN");
  }

  private record Bar(boolean active, int length) {}

  /** Below the legend, from the top: each run of rows whose bar has one colour and length. */
  private static List<Bar> bars(BufferedImage image) {
    int legend = (10 + 22) * 2;
    int left = (10 + 44) * 2;
    List<Bar> bars = new ArrayList<>();
    boolean inside = false;
    for (int y = legend; y < image.getHeight(); y++) {
      Color colour = new Color(image.getRGB(left, y));
      boolean bar = colour.equals(LatentBars.ACTIVE) || colour.equals(LatentBars.INACTIVE);
      if (bar && !inside) {
        int x = left;
        while (new Color(image.getRGB(x, y)).equals(colour)) {
          x++;
        }
        bars.add(new Bar(colour.equals(LatentBars.ACTIVE), x - left));
      }
      inside = bar;
    }
    return bars;
  }
}
