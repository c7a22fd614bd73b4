package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/** Reads the real files, where they are at hand. */
@EnabledIfEnvironmentVariable(named = "VAE_DATA_DIR", matches = ".+")
class FashionMnistTest {
  @Test
  void hasTheMeanAndDeviationThatArePublished() throws IOException {
    ImageDataset train =
        FashionMnist.train(DataOptions.defaults().withOffline(true).withPadded(false));
    float[] image = new float[784];
    double sum = 0;
    double squares = 0;
    for (int index = 0; index < train.size(); index++) {
      train.read(index, image, 0);
      for (float value : image) {
        sum += value;
        squares += (double) value * value;
      }
    }
    double count = 784.0 * train.size();
    double mean = sum / count;

    assertThat(train.shape()).isEqualTo(new ImageShape(28, 28, 1));
    assertThat(mean).isCloseTo(0.2860, within(5e-5));
    assertThat(Math.sqrt(squares / count - mean * mean)).isCloseTo(0.3530, within(5e-5));
  }

  @Test
  void hasSixtyThousandImagesToTrainOnAndTenThousandToTestOn() throws IOException {
    DataOptions options = DataOptions.defaults().withOffline(true);
    ImageDataset train = FashionMnist.train(options);
    ImageDataset test = FashionMnist.test(options);

    assertThat(train.size()).isEqualTo(60_000);
    assertThat(test.size()).isEqualTo(10_000);
    assertThat(train.shape()).isEqualTo(new ImageShape(32, 32, 1)).isEqualTo(test.shape());
    assertThat(train.name()).isEqualTo("fashion-mnist/train");
    assertThat(test.sha256())
        .isEqualTo("5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b");
    assertThat(counts(train))
        .containsExactly(6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000);
    assertThat(counts(test))
        .containsExactly(1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000);
  }

  @Test
  void framesEachImageWithZeros() throws IOException {
    DataOptions options = DataOptions.defaults().withOffline(true);
    ImageDataset padded = FashionMnist.test(options);
    ImageDataset bare = FashionMnist.test(options.withPadded(false));
    float[] wide = new float[1024];
    float[] narrow = new float[784];
    for (int index = 0; index < padded.size(); index += 101) {
      padded.read(index, wide, 0);
      bare.read(index, narrow, 0);
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          boolean inside = y >= 2 && y < 30 && x >= 2 && x < 30;
          assertThat(wide[32 * y + x]).isEqualTo(inside ? narrow[28 * (y - 2) + x - 2] : 0f);
        }
      }
    }
  }

  private static int[] counts(ImageDataset set) {
    int[] counts = new int[set.labelNames().size()];
    for (int index = 0; index < set.size(); index++) {
      counts[set.label(index)]++;
    }
    return counts;
  }
}
