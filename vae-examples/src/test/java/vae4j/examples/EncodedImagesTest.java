package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.latent.DiagonalGaussian;

class EncodedImagesTest {
  @Test
  void everyImageIsEncodedInItsPlace() throws IOException {
    ImageDataset dataset = SmallData.test(130);
    VaeConfig config = VaeConfig.dense(dataset.shape()).hidden(8).latent(3).build();
    try (Vae vae = Vae.create(config, 1);
        INDArray last = Batch.of(dataset, 129).images();
        DiagonalGaussian posterior = vae.encode(last)) {
      EncodedImages codes = EncodedImages.of(vae, dataset);

      assertThat(codes.values()).hasDimensions(130, 3);
      assertThat(codes.values()[129])
          .containsExactly(posterior.mean().toFloatMatrix()[0], within(1e-5f));
      assertThat(codes.labels()[129]).isEqualTo(dataset.label(129));
    }
  }

  @Test
  void rootMeanSquareAndRangeAreThoseOfAllNumbers() {
    EncodedImages codes = new EncodedImages(new float[][] {{3, -1}, {-3, 1}}, new int[] {0, 0});

    assertThat(codes.rootMeanSquare()).isCloseTo(Math.sqrt(5), within(1e-12));
    assertThat(codes.range(0)).containsExactly(-3, 3);
    assertThat(codes.range(1)).containsExactly(-1, 1);
  }
}
