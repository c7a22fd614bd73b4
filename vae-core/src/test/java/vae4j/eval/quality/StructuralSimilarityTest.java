package vae4j.eval.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.data.ImageShape;

class StructuralSimilarityTest {
  /**
   * From scikit-image 0.26.0: the mean over [5:-5, 5:-5] of the full map of {@code
   * structural_similarity(a, b, data_range=1, channel_axis=2, gaussian_weights=True, sigma=1.5,
   * use_sample_covariance=False, full=True)}, in float64, of the images below.
   */
  @ParameterizedTest
  @CsvSource({
    "32, 32, 1, 0.9026767454960041",
    "16, 21, 3, 0.8806811151522178",
    "11, 11, 1, 0.7794189498378479"
  })
  void isWhatScikitImageGives(int height, int width, int channels, double expected) {
    ImageShape shape = new ImageShape(height, width, channels);
    StructuralSimilarity similarity = new StructuralSimilarity(shape);

    assertThat(similarity.of(first(shape), second(shape), 0)).isCloseTo(expected, within(1e-12));
    // Nothing stays behind from one image to the next.
    assertThat(similarity.of(first(shape), second(shape), 0)).isCloseTo(expected, within(1e-12));
  }

  /** Numbers of 256ths, the same in float32 and float64. */
  static float[] first(ImageShape shape) {
    float[] pixels = new float[shape.size()];
    for (int n = 0; n < pixels.length; n++) {
      pixels[n] = level(shape, n) / 256f;
    }
    return pixels;
  }

  static float[] second(ImageShape shape) {
    float[] pixels = new float[shape.size()];
    for (int n = 0; n < pixels.length; n++) {
      int k = n % shape.channels();
      int j = n / shape.channels() % shape.width();
      int i = n / shape.channels() / shape.width();
      pixels[n] = (level(shape, n) * 3 / 4 + (i * i + 5 * j + k) % 64) / 256f;
    }
    return pixels;
  }

  private static int level(ImageShape shape, int n) {
    int k = n % shape.channels();
    int j = n / shape.channels() % shape.width();
    int i = n / shape.channels() / shape.width();
    return (7 * i + 13 * j + 29 * k + i * j) % 256;
  }

  @Test
  void constantImagesDifferInLuminanceAlone() {
    ImageShape shape = new ImageShape(13, 12, 2);
    float[] a = new float[shape.size()];
    float[] b = new float[shape.size()];
    Arrays.fill(a, 0.25f);
    Arrays.fill(b, 0.75f);

    // (2ab + C₁) / (a² + b² + C₁) with C₁ = 0.0001.
    assertThat(new StructuralSimilarity(shape).of(a, b, 0))
        .isCloseTo(0.3751 / 0.6251, within(1e-12));
  }

  @Test
  void aImageIsWhollySimilarToItselfWhereverItLies() {
    ImageShape shape = new ImageShape(20, 17, 1);
    float[] two = Arrays.copyOf(new float[0], 2 * shape.size());
    System.arraycopy(first(shape), 0, two, shape.size(), shape.size());

    StructuralSimilarity similarity = new StructuralSimilarity(shape);
    assertThat(similarity.of(two, two, shape.size())).isCloseTo(1, within(1e-12));
    assertThat(similarity.of(two, two, 0)).isCloseTo(1, within(1e-12));
  }

  @Test
  void imagesSmallerThanTheWindowAreRefused() {
    assertThat(StructuralSimilarity.fits(new ImageShape(11, 11, 1))).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StructuralSimilarity(new ImageShape(30, 10, 3)))
        .withMessage("images must be at least 11×11 for the window of SSIM, were 30×10×3");
  }
}
