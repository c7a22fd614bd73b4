package vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vae4j.FramedImages;
import vae4j.TestImages;

class BinarizedImagesTest {
  private static final ImageShape SHAPE = new ImageShape(10, 10, 1);
  private static final TestImages IMAGES = new TestImages(SHAPE, 50);

  private static float[] image(ImageDataset dataset, int index) {
    float[] pixels = new float[dataset.shape().size() + 3];
    pixels[0] = 0.25f;
    dataset.read(index, pixels, 1);
    assertThat(pixels[0]).isEqualTo(0.25f);
    assertThat(pixels[pixels.length - 1]).isZero();
    return pixels;
  }

  @Test
  void withoutBinarizationItIsTheSetItself() {
    assertThat(IMAGES.binarized(Binarization.NONE, 1)).isSameAs(IMAGES);
  }

  @Test
  void aThresholdIsAtOneHalf() {
    float[] grey = image(IMAGES, 3);
    float[] binary = image(IMAGES.binarized(Binarization.THRESHOLD, 1), 3);

    for (int i = 1; i <= SHAPE.size(); i++) {
      assertThat(binary[i]).isEqualTo(grey[i] > 0.5 ? 1 : 0);
    }
  }

  @Test
  void aStochasticImageIsTheSameEachTimeAndNoTwoAreAlike() {
    ImageDataset drawn = IMAGES.binarized(Binarization.STOCHASTIC, 1);

    assertThat(image(drawn, 3)).isEqualTo(image(drawn, 3)).containsOnly(0, 1, 0.25f);
    assertThat(image(drawn, 13)).isNotEqualTo(image(drawn, 3));
    assertThat(image(IMAGES.binarized(Binarization.STOCHASTIC, 2), 3))
        .isNotEqualTo(image(drawn, 3));
  }

  /** 50 images of 10 pixels at 0.9 and 90 at 0.1: 0.18, with a deviation of 0.3/√5000 = 0.004. */
  @Test
  void stochasticPixelsHaveTheirMean() {
    ImageDataset drawn = IMAGES.binarized(Binarization.STOCHASTIC, 1);
    double sum = 0;
    for (int index = 0; index < drawn.size(); index++) {
      float[] pixels = image(drawn, index);
      for (int i = 1; i <= SHAPE.size(); i++) {
        sum += pixels[i];
      }
    }

    assertThat(sum / 5_000).isCloseTo(0.18, within(0.022));
  }

  @Test
  void everythingElseStays() {
    ImageDataset framed = new FramedImages(IMAGES, 2);
    ImageDataset drawn = framed.take(7).binarized(Binarization.STOCHASTIC, 1);

    assertThat(drawn.frame()).isEqualTo(2);
    assertThat(drawn.shape()).isEqualTo(new ImageShape(14, 14, 1));
    assertThat(drawn.size()).isEqualTo(7);
    assertThat(drawn.name()).isEqualTo(framed.take(7).name());
    assertThat(drawn.label(3)).isEqualTo(IMAGES.label(3));
    assertThat(drawn.labelNames()).isEqualTo(IMAGES.labelNames());
    assertThat(drawn.sha256()).isEqualTo(IMAGES.sha256());
  }
}
