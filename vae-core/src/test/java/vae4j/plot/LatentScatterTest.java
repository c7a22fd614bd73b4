package vae4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.plot.image.Fonts;

class LatentScatterTest {
  private static final List<String> TEN =
      IntStream.range(0, 10).mapToObj(i -> "class " + i).toList();

  @BeforeEach
  void assumeFonts() {
    assumeTrue(Fonts.available(), "this Java has no fonts");
  }

  @Test
  void everyClassHasItsColourInThePlotAndInTheLegend() {
    float[][] codes = new float[10][];
    int[] labels = new int[10];
    for (int i = 0; i < 10; i++) {
      // Beside the grid lines, which shine through.
      codes[i] = new float[] {i % 5 + 0.21f, i < 5 ? 0.21f : 1.21f};
      labels[i] = i;
    }

    BufferedImage image = LatentScatter.of("codes").draw(codes, labels, TEN);

    for (int i = 0; i < 10; i++) {
      // The legend's disc of radius 5, twice as large in pixels: about 314 of them, some blended.
      assertThat(Pixels.count(image, Palette.of(i))).as("legend of class " + i).isBetween(230, 330);
      // Over white with opacity 0.7 the disc of radius 2.6 is in the plot: about 85 pixels.
      assertThat(Pixels.count(image, overWhite(Palette.of(i), 0.7)))
          .as("point of class " + i)
          .isBetween(40, 90);
    }
  }

  @Test
  void classesThatDoNotOccurAreNotInTheLegend() {
    BufferedImage image =
        LatentScatter.of("").draw(new float[][] {{0, 0}, {1, 1}}, new int[] {2, 2}, TEN);

    assertThat(Pixels.count(image, Palette.of(2))).isPositive();
    assertThat(Pixels.count(image, Palette.of(0))).isZero();
  }

  @Test
  void aUnitIsAsLongOnBothAxes() {
    // A cross of four points, 4 from the middle (1, 2); the fifth class draws the middle.
    float[][] codes = {{-3, 2}, {5, 2}, {1, 6}, {1, -2}, {1, 2}};

    BufferedImage image = LatentScatter.of("").draw(codes, new int[] {0, 1, 2, 3, 5}, TEN);

    int legend = image.getHeight();
    double[] left = Pixels.middle(image, Palette.of(0), legend);
    double[] right = Pixels.middle(image, Palette.of(1), legend);
    double[] top = Pixels.middle(image, Palette.of(2), legend);
    double[] bottom = Pixels.middle(image, Palette.of(3), legend);
    double[] middle = Pixels.middle(image, Palette.of(5), legend);
    double width = right[0] - left[0];
    assertThat(width).isGreaterThan(800);
    assertThat(bottom[1] - top[1]).isCloseTo(width, within(5.0));
    assertThat(middle[0]).isCloseTo((left[0] + right[0]) / 2, within(3.0));
    assertThat(middle[1]).isCloseTo((top[1] + bottom[1]) / 2, within(3.0));
    assertThat(top[0]).isCloseTo(middle[0], within(3.0));
    assertThat(left[1]).isCloseTo(middle[1], within(3.0));
  }

  @Test
  void probabilitiesOfThePriorSpanTheSquare() {
    // Φ: 0.025, ½ and 0.975, so that the outer points are 95 % of the square apart.
    float[][] codes = {{-1.959964f, 0}, {0, 0}, {1.959964f, 0}};

    BufferedImage image = LatentScatter.of("").drawProbabilities(codes, new int[] {0, 1, 2}, TEN);

    int legend = image.getHeight();
    double left = Pixels.middle(image, Palette.of(0), legend)[0];
    double middle = Pixels.middle(image, Palette.of(1), legend)[0];
    double right = Pixels.middle(image, Palette.of(2), legend)[0];
    assertThat(middle - left).isCloseTo(right - middle, within(3.0));
    assertThat((right - left) / 0.95).isBetween(1000.0, 1280.0);
  }

  @Test
  void codesWithoutLabelAreGrey() {
    BufferedImage image =
        LatentScatter.of("").draw(new float[][] {{0, 0}, {1, 1}}, new int[] {-1, -1}, List.of());

    assertThat(Pixels.count(image, overWhite(Palette.GREY, 0.7))).isBetween(80, 180);
  }

  @Test
  void anyTwoLatentsAndArraysOfNd4jCanBeDrawn() {
    BufferedImage fromFloats =
        new LatentScatter("", 2, 0)
            .draw(new float[][] {{0, 9, 1}, {3, 9, 2}}, new int[] {0, 1}, TEN);
    BufferedImage fromNd4j =
        new LatentScatter("", 2, 0)
            .draw(Nd4j.create(new float[][] {{0, 9, 1}, {3, 9, 2}}), new int[] {0, 1}, TEN);

    assertThat(pixels(fromNd4j)).isEqualTo(pixels(fromFloats));
    int legend = fromFloats.getHeight();
    double[] first = Pixels.middle(fromFloats, Palette.of(0), legend);
    double[] second = Pixels.middle(fromFloats, Palette.of(1), legend);
    // From (1, 0) to (2, 3): three times as far up as to the right.
    assertThat((first[1] - second[1]) / (second[0] - first[0])).isCloseTo(3, within(0.05));
  }

  @Test
  void oneCodeAloneIsDrawn() {
    BufferedImage image = LatentScatter.of("").draw(new float[][] {{7, 7}}, new int[] {0}, TEN);

    assertThat(Pixels.count(image, overWhite(Palette.of(0), 0.7))).isPositive();
  }

  @Test
  void wrongArgumentsAreNamed() {
    LatentScatter scatter = LatentScatter.of("");
    float[][] codes = {{0, 0}, {1, Float.NaN}};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> scatter.draw(codes, new int[2], TEN))
        .withMessage("latent vector 1 must be finite, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scatter.draw(new float[][] {{0}}, new int[1], TEN))
        .withMessage("latent vector 0 must have latents 0 and 1, had 1 of them");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scatter.draw(new float[][] {{0, 0}}, new int[2], TEN))
        .withMessage("labels must be as many as latent vectors, were 2 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scatter.draw(new float[][] {{0, 0}}, new int[] {10}, TEN))
        .withMessage("label of latent vector 0 must be below the 10 names, was 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scatter.draw(new float[0][], new int[0], TEN))
        .withMessage("a scatter needs at least one latent vector, had none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LatentScatter("", 1, 1))
        .withMessage("latents must be two different ones from 0 on, were 1 and 1");
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** What a translucent colour looks like on white, as Java 2D computes it in integers. */
  private static Color overWhite(Color colour, double opacity) {
    BufferedImage pixel = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    var graphics = pixel.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 1, 1);
    graphics.setColor(Palette.translucent(colour, opacity));
    graphics.fillRect(0, 0, 1, 1);
    graphics.dispose();
    return new Color(pixel.getRGB(0, 0));
  }
}
