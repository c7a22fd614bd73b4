package vae4j.eval.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.Backends;
import vae4j.backend.TestBackend;
import vae4j.data.ImageShape;

/** What the networks find is tested beside Deeplearning4j, in the module classifiers. */
class FeatureNetworkTest {
  static Stream<Arguments> backends() {
    return TestBackend.all();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void everyBackendSeesTheSame(BackendProvider provider, DataType type) {
    try (Backend portable = portable();
        FeatureNetwork expected = FeatureNetwork.open(FeatureNetwork.FASHION, portable);
        TestBackend backend = new TestBackend(provider, type);
        FeatureNetwork network = FeatureNetwork.open(FeatureNetwork.FASHION, backend.get());
        INDArray images = noise(7, 28)) {
      FeatureNetwork.Seen wanted = expected.look(images);
      FeatureNetwork.Seen seen = network.look(images);

      for (int i = 0; i < 7; i++) {
        assertThat(seen.features()[i]).containsExactly(wanted.features()[i], within(1e-4f));
        assertThat(seen.logits()[i]).containsExactly(wanted.logits()[i], within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FeatureNetwork.FASHION, FeatureNetwork.DIGITS})
  void featuresAreNotNegativeAndProbabilitiesHaveTheSumOne(String name) {
    try (Backend backend = portable();
        FeatureNetwork network = FeatureNetwork.open(name, backend);
        INDArray images = noise(5, 28)) {
      FeatureNetwork.Seen seen = network.look(images);

      assertThat(network.name()).isEqualTo(name);
      assertThat(seen.features()).hasDimensions(5, FeatureNetwork.FEATURES);
      assertThat(seen.logits()).hasDimensions(5, FeatureNetwork.CLASSES);
      for (int i = 0; i < 5; i++) {
        for (float feature : seen.features()[i]) {
          assertThat(feature).isNotNegative();
        }
        assertThat(Arrays.stream(seen.probabilities()[i]).sum()).isCloseTo(1, within(1e-12));
      }
      assertThat(seen.features()[0]).isNotEqualTo(seen.features()[1]);
    }
  }

  @Test
  void probabilitiesAreTheSoftmaxOfTheLogits() {
    FeatureNetwork.Seen seen =
        new FeatureNetwork.Seen(new float[1][0], new float[][] {{1000, 1000, (float) Math.log(2)}});

    assertThat(seen.probabilities()[0]).containsExactly(new double[] {0.5, 0.5, 0}, within(1e-12));
  }

  @Test
  void aImageIsSeenAlikeInAnyCompany() {
    try (Backend backend = portable();
        FeatureNetwork network = FeatureNetwork.open(FeatureNetwork.DIGITS, backend);
        INDArray images = noise(130, 28);
        INDArray last = Nd4j.create(images.slice(129).ravel().toFloatVector(), 1, 28, 28, 1)) {
      assertThat(network.look(last).logits()[0])
          .containsExactly(network.look(images).logits()[129], within(1e-5f));
    }
  }

  @Test
  void ofImagesOf32By32TheFrameIsCutOff() {
    try (Backend backend = portable();
        FeatureNetwork network = FeatureNetwork.open(FeatureNetwork.FASHION, backend);
        INDArray large = noise(3, 32);
        INDArray small = Nd4j.create(DataType.FLOAT, 3, 28, 28, 1)) {
      for (int i = 0; i < 3; i++) {
        for (int y = 0; y < 28; y++) {
          for (int x = 0; x < 28; x++) {
            small.putScalar(i, y, x, 0, large.getFloat(i, y + 2, x + 2, 0));
          }
        }
      }

      assertThat(network.look(large).logits()).isDeepEqualTo(network.look(small).logits());
    }
  }

  @ParameterizedTest
  @CsvSource({"28, 27, 1", "30, 30, 1", "32, 28, 1", "28, 28, 3"})
  void otherShapesAreRefused(int height, int width, int channels) {
    assertThat(FeatureNetwork.takes(new ImageShape(height, width, channels))).isFalse();
    try (Backend backend = portable();
        FeatureNetwork network = FeatureNetwork.open(FeatureNetwork.FASHION, backend);
        INDArray images = Nd4j.create(DataType.FLOAT, 2, height, width, channels)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.look(images))
          .withMessage(
              "images must be [N, 28, 28, 1] or [N, 32, 32, 1] with N at least 1, were [2, %d, %d,"
                  + " %d]",
              height, width, channels);
    }
  }

  @Test
  void bothShapesOfMnistAreTaken() {
    assertThat(FeatureNetwork.takes(new ImageShape(28, 28, 1))).isTrue();
    assertThat(FeatureNetwork.takes(new ImageShape(32, 32, 1))).isTrue();
  }

  @Test
  void anUnknownNameIsRefused() {
    try (Backend backend = portable()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FeatureNetwork.open("inception-v3", backend))
          .withMessage(
              "feature network must be vae4j-fashion-1 or vae4j-digits-1, was inception-v3");
    }
  }

  @Test
  void aDataSetHasTheNetworkOfItsClasses() {
    assertThat(FeatureNetwork.nameFor("fashion-mnist/test")).contains("vae4j-fashion-1");
    assertThat(FeatureNetwork.nameFor("fashion-mnist-mini/test")).contains("vae4j-fashion-1");
    assertThat(FeatureNetwork.nameFor("mnist/train[0,100)")).contains("vae4j-digits-1");
    assertThat(FeatureNetwork.nameFor("mnist")).contains("vae4j-digits-1");
    assertThat(FeatureNetwork.nameFor("sprites")).isEmpty();
    assertThat(FeatureNetwork.nameFor("images:mnist")).isEmpty();
  }

  private static Backend portable() {
    return Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
  }

  private static INDArray noise(int count, int side) {
    SplittableRandom random = new SplittableRandom(9);
    float[] pixels = new float[count * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return Nd4j.create(pixels, new long[] {count, side, side, 1}, 'c');
  }
}
