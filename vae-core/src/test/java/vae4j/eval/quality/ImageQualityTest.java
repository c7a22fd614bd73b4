package vae4j.eval.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.FramedImages;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.ParallelLoop;
import vae4j.data.Batch;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;

class ImageQualityTest {
  private static final ImageShape SHAPE = new ImageShape(12, 11, 1);

  private ParallelLoop workers;

  @BeforeEach
  void open() {
    workers = new ParallelLoop(2);
  }

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void identicalImagesAreCountedAndLeftOutOfTheRatio() {
    ImageQuality quality = of(SHAPE, 0.5f, 0.6f, 0.5f, 0.51f);

    // Off by 0.1: 20 dB; by 0.01: 40 dB; mean 30, standard error 10.
    assertThat(quality.peakSignalToNoise().orElseThrow().mean()).isCloseTo(30, within(1e-4));
    assertThat(quality.peakSignalToNoise().orElseThrow().standardError())
        .isCloseTo(10, within(1e-4));
    assertThat(quality.peakSignalToNoise().orElseThrow().count()).isEqualTo(2);
    assertThat(quality.identical()).isEqualTo(2);
    assertThat(quality.meanSquaredError().mean()).isCloseTo(0.0101 / 4, within(1e-8));
    assertThat(quality.meanSquaredError().count()).isEqualTo(4);
    assertThat(quality.structuralSimilarity().orElseThrow().count()).isEqualTo(4);
  }

  /** Against the inner images cut out beforehand and measured as images of their own. */
  @Test
  void theInnerImageIsMeasuredWithoutItsFrame() {
    FramedImages framed = new FramedImages(new TestImages(SHAPE, 7), 2);
    VaeConfig config = VaeConfig.conv(framed.shape()).filters(4).latent(2).build();
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(config, 1, backend);
        Batch batch = framed.first(7);
        INDArray reconstructed = vae.reconstruct(batch.images())) {
      ImageQuality quality = ImageQuality.of(vae, framed, Binarization.NONE, 1, workers);

      ImageQuality.Accumulator inner = new ImageQuality.Accumulator(SHAPE, workers);
      inner.add(cut(batch.images()), cut(reconstructed));
      assertThat(quality.withoutFrame()).contains(inner.quality());
      assertThat(quality.meanSquaredError()).isNotEqualTo(inner.quality().meanSquaredError());
    }
  }

  private static INDArray cut(INDArray images) {
    float[] pixels = new float[7 * SHAPE.size()];
    int to = 0;
    for (int n = 0; n < 7; n++) {
      for (int y = 2; y < 2 + SHAPE.height(); y++) {
        for (int x = 2; x < 2 + SHAPE.width(); x++) {
          pixels[to++] = images.getFloat(n, y, x, 0);
        }
      }
    }
    return Nd4j.create(pixels, new long[] {7, SHAPE.height(), SHAPE.width(), 1}, 'c');
  }

  @Test
  void whereAllAreIdenticalThereIsNoRatio() {
    ImageQuality quality = of(SHAPE, 0.5f, 0.5f);

    assertThat(quality.peakSignalToNoise()).isEmpty();
    assertThat(quality.structuralSimilarity().orElseThrow().mean()).isCloseTo(1, within(1e-12));
    assertThat(quality.identical()).isEqualTo(2);
  }

  @Test
  void smallImagesHaveNoStructuralSimilarity() {
    ImageQuality quality = of(new ImageShape(10, 30, 1), 0.6f);

    assertThat(quality.structuralSimilarity()).isEmpty();
    assertThat(quality.peakSignalToNoise().orElseThrow().mean()).isCloseTo(20, within(1e-4));
  }

  /** MSE and PSNR from scikit-image 0.26.0, of the images that the test of SSIM has. */
  @Test
  void colourImagesGiveWhatScikitImageGives() {
    ImageShape shape = new ImageShape(16, 21, 3);
    ImageQuality.Accumulator accumulator = new ImageQuality.Accumulator(shape, workers);
    try (INDArray a =
            Nd4j.create(StructuralSimilarityTest.first(shape), new long[] {1, 16, 21, 3}, 'c');
        INDArray b =
            Nd4j.create(StructuralSimilarityTest.second(shape), new long[] {1, 16, 21, 3}, 'c')) {
      accumulator.add(a, b);
    }
    ImageQuality quality = accumulator.quality();

    assertThat(quality.meanSquaredError().mean()).isCloseTo(0.009541223919580854, within(1e-15));
    assertThat(quality.peakSignalToNoise().orElseThrow().mean())
        .isCloseTo(20.203959117291834, within(1e-10));
    assertThat(quality.structuralSimilarity().orElseThrow().mean())
        .isCloseTo(0.8806811151522178, within(1e-12));
  }

  @Test
  void aModelsReconstructionsAreMeasuredImageByImage() {
    TestImages images = new TestImages(SHAPE, 103);
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(VaeConfig.conv(SHAPE).filters(4).latent(2).build(), 1, backend);
        Batch all = images.first(103);
        INDArray reconstructed = vae.reconstruct(all.images())) {
      ImageQuality quality = ImageQuality.of(vae, images, Binarization.NONE, 1, workers);

      double squares = all.images().squaredDistance(reconstructed);
      assertThat(quality.meanSquaredError().mean())
          .isCloseTo(squares / 103 / SHAPE.size(), within(1e-6));
      assertThat(quality.meanSquaredError().count()).isEqualTo(103);
      assertThat(quality.identical()).isZero();
    }
  }

  @Test
  void otherShapesAreRefused() {
    ImageQuality.Accumulator accumulator = new ImageQuality.Accumulator(SHAPE, workers);
    try (INDArray two = Nd4j.zeros(2, 12, 11, 1);
        INDArray one = Nd4j.zeros(1, 12, 11, 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> accumulator.add(two, one))
          .withMessage("images must be [2, 12, 11, 1], were [1, 12, 11, 1]");
    }
  }

  /** Constant images beside one of 0.5. */
  private ImageQuality of(ImageShape shape, float... values) {
    float[] a = new float[values.length * shape.size()];
    float[] b = new float[a.length];
    Arrays.fill(a, 0.5f);
    for (int i = 0; i < b.length; i++) {
      b[i] = values[i / shape.size()];
    }
    long[] dimensions = {values.length, shape.height(), shape.width(), shape.channels()};
    ImageQuality.Accumulator accumulator = new ImageQuality.Accumulator(shape, workers);
    try (INDArray originals = Nd4j.create(a, dimensions, 'c');
        INDArray images = Nd4j.create(b, dimensions, 'c')) {
      accumulator.add(originals, images);
    }
    return accumulator.quality();
  }
}
