package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

class WalkTheLatentSpaceTest {
  @Test
  void bothWaysBeginAndEndAtTheReconstructions() throws IOException {
    ImageDataset images = SmallData.test(200);
    VaeConfig config = VaeConfig.conv(images.shape()).filters(8, 16).latent(3).build();
    try (Vae vae = Vae.create(config, 1);
        INDArray ends = Batch.of(images, 0, 1).images()) {
      new Trainer(TrainerConfig.defaults().withEpochs(2)).fit(vae, images, null);
      try (WalkTheLatentSpace.Result result = WalkTheLatentSpace.run(vae, ends, 5);
          INDArray expected = vae.reconstruct(ends)) {
        for (INDArray way : new INDArray[] {result.linear(), result.spherical()}) {
          assertThat(way.shape()).containsExactly(5, 32, 32, 1);
          assertThat(image(way, 0)).containsExactly(image(expected, 0), within(1e-5f));
          assertThat(image(way, 4)).containsExactly(image(expected, 1), within(1e-5f));
        }
        assertThat(image(result.linear(), 2)).isNotEqualTo(image(result.spherical(), 2));
        assertThat(result.traversals().shape()).containsExactly(15, 32, 32, 1);
      }
    }
  }

  @Test
  void aTraversalChangesOneLatentAtATime() {
    float[][] codes = WalkTheLatentSpace.traversals(new float[] {0.25f, -0.5f}, 3);

    assertThat(codes)
        .isDeepEqualTo(
            new float[][] {
              {-3, -0.5f}, {0, -0.5f}, {3, -0.5f}, {0.25f, -3}, {0.25f, 0}, {0.25f, 3}
            });
  }

  private static float[] image(INDArray images, int index) {
    float[] all = images.data().asFloat();
    int size = all.length / (int) images.size(0);
    return Arrays.copyOfRange(all, index * size, (index + 1) * size);
  }
}
