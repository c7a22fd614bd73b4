package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.plot.LossCurves.Curve;
import vae4j.plot.image.Fonts;

class LossCurvesTest {
  private static final Color TRAIN = Palette.of(0);
  private static final Color TEST = Palette.of(3);
  private static final double[] EPOCHS = {1, 2, 3};
  private static final int PANEL = 920;

  @BeforeEach
  void assumeFonts() {
    assumeTrue(Fonts.available(), "this Java has no fonts");
  }

  @Test
  void everyTermHasAPanelWithALineForEachSplit() {
    BufferedImage image =
        LossCurves.draw(
            List.of(
                new Curve("reconstruction", "train", EPOCHS, new double[] {280, 270, 260}),
                new Curve("reconstruction", "test", EPOCHS, new double[] {282, 272, 262}),
                new Curve("kl", "train", EPOCHS, new double[] {1, 5, 8})));

    assertThat(image.getWidth()).isEqualTo(2 * PANEL);
    BufferedImage first = image.getSubimage(0, 0, PANEL, image.getHeight());
    BufferedImage second = image.getSubimage(PANEL, 0, PANEL, image.getHeight());
    assertThat(Pixels.count(first, TRAIN)).isGreaterThan(1000);
    assertThat(Pixels.count(first, TEST)).isGreaterThan(1000);
    assertThat(Pixels.count(second, TRAIN)).isGreaterThan(1000);
    assertThat(Pixels.count(second, TEST)).isZero();
  }

  @Test
  void aFallingLossFallsAndARisingOneRises() {
    BufferedImage falling =
        LossCurves.draw(List.of(new Curve("a", "train", EPOCHS, new double[] {3, 2, 1})));
    BufferedImage rising =
        LossCurves.draw(List.of(new Curve("a", "train", EPOCHS, new double[] {1, 2, 3})));

    // Without the legend at the foot.
    assertThat(slope(falling)).isPositive();
    assertThat(slope(rising)).isNegative();
  }

  @Test
  void whatIsNotFiniteIsLeftOut() {
    BufferedImage image =
        LossCurves.draw(
            List.of(
                new Curve("a", "train", EPOCHS, new double[] {3, Double.NaN, 1}),
                new Curve(
                    "b",
                    "train",
                    EPOCHS,
                    new double[] {Double.NaN, Double.NaN, Double.POSITIVE_INFINITY})));

    assertThat(image.getWidth()).isEqualTo(PANEL);
    assertThat(Pixels.count(image, TRAIN)).isGreaterThan(1000);
  }

  @Test
  void oneEpochAloneIsAPoint() {
    BufferedImage image =
        LossCurves.draw(List.of(new Curve("a", "train", new double[] {1}, new double[] {5})));

    assertThat(Pixels.count(image, TRAIN)).isPositive();
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Curve("a", "train", EPOCHS, new double[2]))
        .withMessage("epochs and values of a must be as many, were 3 and 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossCurves.draw(List.of()))
        .withMessage("loss curves need a finite value, had none");
    Curve curve = new Curve("a", "train", EPOCHS, EPOCHS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossCurves.draw(List.of(curve, curve)))
        .withMessage("curves must differ in term or split, were two of a on train");
  }

  /** How much lower the right half of the line lies than the left one, in pixels. */
  private static double slope(BufferedImage image) {
    BufferedImage plot = image.getSubimage(100, 0, PANEL - 100, 600);
    int half = plot.getWidth() / 2;
    double left = Pixels.middle(plot, TRAIN, half)[1];
    double right = Pixels.middle(plot.getSubimage(half, 0, half, plot.getHeight()), TRAIN, half)[1];
    return right - left;
  }
}
