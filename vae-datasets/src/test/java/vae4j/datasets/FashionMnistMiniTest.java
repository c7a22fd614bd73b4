package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

class FashionMnistMiniTest {
  private static final int CLASSES = 10;

  @Test
  void hasSixThousandImagesToTrainOnAndAThousandToTestOnTheSameNumberOfEachClass() {
    ImageDataset train = FashionMnistMini.train();
    ImageDataset test = FashionMnistMini.test();

    assertThat(train.name()).isEqualTo("fashion-mnist-mini/train");
    assertThat(test.name()).isEqualTo("fashion-mnist-mini/test");
    assertThat(train.shape()).isEqualTo(new ImageShape(32, 32, 1)).isEqualTo(test.shape());
    assertThat(train.frame()).isEqualTo(2);
    assertThat(test.take(3).frame()).isEqualTo(2);
    assertThat(train.labelNames()).hasSize(CLASSES).startsWith("T-shirt/top", "Trouser");
    assertThat(counts(train)).containsExactly(600, 600, 600, 600, 600, 600, 600, 600, 600, 600);
    assertThat(counts(test)).containsExactly(100, 100, 100, 100, 100, 100, 100, 100, 100, 100);
  }

  /** The sums of the IDX files, made with Python's struct, numpy, Pillow and hashlib. */
  @Test
  void hasTheSumsOfTheIdxFilesThatItsImagesMake() {
    assertThat(FashionMnistMini.train().sha256())
        .isEqualTo("cf313073c7eb485392848071d5c433571d7166043e971e3345b095cc30518084");
    assertThat(FashionMnistMini.test().sha256())
        .isEqualTo("7cee33c3c6414b1b86c25e665a6c4f41584269de3b7cc9768b1d351922845eef");
  }

  @Test
  void theFilesStandBesideTheirLicenceAndAreSmallerThanThreeMegabytes() throws IOException {
    assertThat(new String(resource("LICENSE"), StandardCharsets.UTF_8))
        .contains(
            "The MIT License (MIT)",
            "Copyright © 2017 Zalando SE, https://tech.zalando.com",
            "https://github.com/zalandoresearch/fashion-mnist");
    assertThat(resource("train-images.png").length + resource("test-images.png").length)
        .isLessThan(3_000_000);
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "VAE_DATA_DIR", matches = ".+")
  void everyImageAndLabelIsThatOfTheWholeSet() throws IOException {
    DataOptions bare = DataOptions.defaults().withOffline(true).withPadded(false);

    assertFirstOfEachClass(FashionMnistMini.train(bare), FashionMnist.train(bare), 600);
    assertFirstOfEachClass(FashionMnistMini.test(bare), FashionMnist.test(bare), 100);
  }

  /** The first images of each class, all in the order of the whole. */
  private static void assertFirstOfEachClass(ImageDataset part, ImageDataset whole, int perClass) {
    int[] seen = new int[CLASSES];
    float[] wanted = new float[784];
    float[] found = new float[784];
    int index = 0;
    for (int i = 0; i < whole.size(); i++) {
      if (seen[whole.label(i)]++ < perClass) {
        whole.read(i, wanted, 0);
        part.read(index, found, 0);
        assertThat(found).as("image " + index + ", of the whole " + i).isEqualTo(wanted);
        assertThat(part.label(index)).isEqualTo(whole.label(i));
        index++;
      }
    }
    assertThat(part.size()).isEqualTo(index);
  }

  private static int[] counts(ImageDataset set) {
    int[] counts = new int[CLASSES];
    for (int index = 0; index < set.size(); index++) {
      counts[set.label(index)]++;
    }
    return counts;
  }

  private static byte[] resource(String file) throws IOException {
    try (InputStream in =
        FashionMnistMini.class.getResourceAsStream("fashion-mnist-mini/" + file)) {
      assertThat(in).as(file).isNotNull();
      return in.readAllBytes();
    }
  }
}
