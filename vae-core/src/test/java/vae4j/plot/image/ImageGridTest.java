package vae4j.plot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.plot.Pixels;

class ImageGridTest {
  private static final PlotImage GREY = new PlotImage(1, 2, 1, new float[] {0, 0.2f});
  private static final PlotImage OTHER = new PlotImage(1, 2, 1, new float[] {0.6f, 0.8f});

  @Test
  void everyPixelBecomesASquareOfItsValue() {
    BufferedImage image =
        ImageGrid.ofColumns(2).withScale(3).withGap(2).draw(List.of(GREY, OTHER, OTHER));

    // Two columns of 2·3 and two rows of 1·3 pixels, gaps of 2 between and around.
    assertThat(image.getWidth()).isEqualTo(2 + 6 + 2 + 6 + 2);
    assertThat(image.getHeight()).isEqualTo(2 + 3 + 2 + 3 + 2);
    assertThat(Pixels.at(image, 2, 2)).isEqualTo("000000");
    assertThat(Pixels.at(image, 4, 4)).isEqualTo("000000");
    assertThat(Pixels.at(image, 5, 2)).isEqualTo("333333");
    assertThat(Pixels.at(image, 7, 4)).isEqualTo("333333");
    assertThat(Pixels.at(image, 10, 3)).isEqualTo("999999");
    assertThat(Pixels.at(image, 13, 3)).isEqualTo("cccccc");
    assertThat(Pixels.at(image, 2, 7)).isEqualTo("999999");
    // The gaps, and the place of the fourth image, which is not there.
    assertThat(Pixels.at(image, 0, 0)).isEqualTo("ffffff");
    assertThat(Pixels.at(image, 8, 3)).isEqualTo("ffffff");
    assertThat(Pixels.at(image, 9, 3)).isEqualTo("ffffff");
    assertThat(Pixels.at(image, 3, 5)).isEqualTo("ffffff");
    assertThat(Pixels.at(image, 10, 8)).isEqualTo("ffffff");
  }

  @Test
  void colourImagesOfOddSizeKeepTheirColours() {
    INDArray batch = Nd4j.zeros(2, 48, 37, 3);
    batch.putScalar(new int[] {1, 47, 36, 0}, 1);
    batch.putScalar(new int[] {1, 47, 36, 2}, 0.2);

    BufferedImage image = ImageGrid.ofColumns(2).withScale(1).withGap(1).draw(batch);

    assertThat(image.getWidth()).isEqualTo(1 + 37 + 1 + 37 + 1);
    assertThat(image.getHeight()).isEqualTo(1 + 48 + 1);
    assertThat(Pixels.at(image, 38 + 37, 48)).isEqualTo("ff0033");
    assertThat(Pixels.at(image, 37, 48)).isEqualTo("000000");
  }

  @Test
  void valuesAreClampedAndNanIsMagenta() {
    float[] values = {-1, 2, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN};

    BufferedImage image =
        ImageGrid.ofColumns(1)
            .withScale(1)
            .withGap(0)
            .draw(List.of(new PlotImage(1, 5, 1, values)));

    assertThat(Pixels.at(image, 0, 0)).isEqualTo("000000");
    assertThat(Pixels.at(image, 1, 0)).isEqualTo("ffffff");
    assertThat(Pixels.at(image, 2, 0)).isEqualTo("000000");
    assertThat(Pixels.at(image, 3, 0)).isEqualTo("ffffff");
    assertThat(Pixels.at(image, 4, 0)).isEqualTo("ff00ff");
  }

  @ParameterizedTest
  @CsvSource({"28, 28, 3", "32, 32, 3", "64, 64, 2", "48, 37, 2", "96, 96, 1", "1000, 700, 1"})
  void smallImagesAreEnlargedByThemselves(int height, int width, int scale) {
    PlotImage image = new PlotImage(height, width, 1, new float[height * width]);

    BufferedImage grid = ImageGrid.ofColumns(1).withGap(0).draw(List.of(image));

    assertThat(grid.getHeight()).isEqualTo(height * scale);
    assertThat(grid.getWidth()).isEqualTo(width * scale);
  }

  @Test
  void reconstructionsStandBelowTheirOriginals() {
    INDArray originals = Nd4j.zeros(3, 8, 8, 1);
    INDArray reconstructions = Nd4j.ones(3, 8, 8, 1).mul(0.6);

    BufferedImage image = ImageGrid.reconstruction(originals, reconstructions, 2);

    // Automatic enlargement is 12: tiles of 96 with gaps of 4, and 8 more between the pairs of
    // rows.
    assertThat(image.getHeight()).isEqualTo(4 + 96 + 4 + 96 + 4 + 8 + 96 + 4 + 96 + 4);
    int left = image.getWidth() - 2 * (96 + 4);
    assertThat(Pixels.at(image, left, 4)).isEqualTo("000000");
    assertThat(Pixels.at(image, left, 104)).isEqualTo("999999");
    assertThat(Pixels.at(image, left + 100, 104 + 95)).isEqualTo("999999");
    assertThat(Pixels.at(image, left, 212)).isEqualTo("000000");
    assertThat(Pixels.at(image, left, 211)).isEqualTo("ffffff");
    assertThat(Pixels.at(image, left, 312)).isEqualTo("999999");
    assertThat(Pixels.at(image, left + 100, 212)).isEqualTo("ffffff");
  }

  @Test
  void captionsAreWrittenBesideTheImages() {
    assumeTrue(Fonts.available(), "this Java has no fonts");
    PlotImage black = new PlotImage(8, 8, 1, new float[64]);
    BufferedImage image =
        ImageGrid.ofColumns(2)
            .withColumnCaptions(List.of("-1", "1"))
            .withRowCaptions(List.of("z1", "z2"))
            .draw(Collections.nCopies(4, black));

    int left = image.getWidth() - 2 * 100 - 4;
    int top = image.getHeight() - 2 * 100 - 4;
    assertThat(left).isPositive();
    assertThat(top).isPositive();
    assertThat(darkPixels(image.getSubimage(left, 0, 100, top))).isPositive();
    assertThat(darkPixels(image.getSubimage(left + 100, 0, 100, top))).isPositive();
    assertThat(darkPixels(image.getSubimage(0, top, left, 100))).isPositive();
    assertThat(darkPixels(image.getSubimage(0, top + 100, left, 100))).isPositive();
    assertThat(darkPixels(image.getSubimage(0, 0, left, top))).isZero();
    assertThat(darkPixels(image.getSubimage(left + 4, top + 4, 96, 96))).isEqualTo(96 * 96);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageGrid.ofColumns(0))
        .withMessage("columns must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageGrid.ofColumns(1).withScale(-1))
        .withMessage("scale must not be negative, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageGrid.ofColumns(1).draw(List.of()))
        .withMessage("a grid needs at least one image, had none");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ImageGrid.ofColumns(1).draw(List.of(GREY, new PlotImage(2, 1, 1, new float[2]))))
        .withMessage("images of a grid must have one shape, were 1×2×1 and 2×1×1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageGrid.reconstruction(List.of(GREY), List.of(), 1))
        .withMessage("originals and reconstructions must be as many, were 1 and 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageGrid.ofColumns(1).withScale(1 << 20).draw(List.of(GREY)))
        .withMessage("a drawing must have fewer than 2^31 pixels, was 2097160×1048584");
  }

  private static int darkPixels(BufferedImage image) {
    return Pixels.count(image, rgb -> (rgb & 255) < 128);
  }
}
