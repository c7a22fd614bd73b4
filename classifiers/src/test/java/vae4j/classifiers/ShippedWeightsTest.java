package vae4j.classifiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.ParallelLoop;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.eval.features.FeatureNetwork;
import vae4j.eval.features.FeatureSet;
import vae4j.eval.features.KernelInceptionDistance;
import vae4j.eval.features.SampleQuality;
import vae4j.io.NamedTensor;
import vae4j.io.Safetensors;

/** The weights that come with the library, on its own layers and in Deeplearning4j. */
class ShippedWeightsTest {
  private static final ParallelLoop ALONE = new ParallelLoop(1);

  @ParameterizedTest
  @EnumSource
  void bothLibrariesGiveTheSameLogits(Recipe recipe) throws IOException {
    MultiLayerNetwork theirs = Classifier.of(weights(recipe)).network();
    BaseLayer last = (BaseLayer) theirs.getLayer(5).conf().getLayer();
    last.setActivationFn(new ActivationIdentity());
    try (Backend backend = portable();
        FeatureNetwork ours = FeatureNetwork.open(recipe.weights(), backend);
        INDArray images = spots(150);
        INDArray volumes = images.reshape(150, 1, 28, 28, 1);
        INDArray logits = theirs.output(volumes)) {
      float[][] expected = logits.toFloatMatrix();
      FeatureNetwork.Seen seen = ours.look(images);

      for (int i = 0; i < 150; i++) {
        assertThat(seen.logits()[i]).containsExactly(expected[i], within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void weightsGoThroughDeeplearning4jUnchanged(Recipe recipe) throws IOException {
    List<NamedTensor> tensors = weights(recipe);

    assertThat(Classifier.of(tensors).tensors()).isEqualTo(tensors);
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfEnvironmentVariable(named = "VAE_DATA_DIR", matches = ".+")
  void testImagesAreRecognised(Recipe recipe) throws IOException {
    ImageDataset test = recipe.test(DataOptions.defaults().withOffline(true));
    double wanted = recipe == Recipe.DIGITS ? 0.99 : 0.915;
    int right = 0;
    try (Backend backend = portable();
        FeatureNetwork network = FeatureNetwork.open(recipe.weights(), backend);
        Batches batches = Batches.inOrder(test, 1000)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        float[][] logits = network.look(batch.images()).logits();
        for (int i = 0; i < logits.length; i++) {
          right += largest(logits[i]) == batch.labels()[i] ? 1 : 0;
        }
      }
    }
    double accuracy = right / (double) test.size();

    assertThat(accuracy).isGreaterThanOrEqualTo(wanted);
    assertThat(description(recipe).get("testAccuracy").getAsDouble())
        .isCloseTo(accuracy, within(5e-4));
    assertThat(description(recipe).getAsJsonObject("dataset").get("testSha256").getAsString())
        .isEqualTo(test.sha256());
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfEnvironmentVariable(named = "VAE_DATA_DIR", matches = ".+")
  void realImagesAreNearerToRealOnesThanNoisyImagesAre(Recipe recipe) throws IOException {
    DataOptions offline = DataOptions.defaults().withOffline(true);
    ImageDataset train = recipe.train(offline).take(2000);
    ImageDataset test = recipe.test(offline).take(2000);
    KernelInceptionDistance kernel = new KernelInceptionDistance(5, 500, 1);
    try (Backend backend = portable();
        FeatureNetwork network = FeatureNetwork.open(recipe.weights(), backend);
        Batch images = test.first(2000);
        INDArray noise = noise(images.images().shape());
        INDArray noisy = images.images().mul(0.8).addi(noise)) {
      FeatureSet training = FeatureSet.of(network, train);
      SampleQuality real = SampleQuality.of(FeatureSet.of(network, test), training, kernel, ALONE);
      FeatureSet worse = new FeatureSet(network.name());
      worse.add(network, noisy);
      SampleQuality unreal = SampleQuality.of(worse, training, kernel, ALONE);

      assertThat(unreal.frechet()).isGreaterThan(3 * real.frechet());
      assertThat(unreal.kernel().mean()).isGreaterThan(3 * Math.abs(real.kernel().mean()));
      assertThat(unreal.inception().mean()).isLessThan(real.inception().mean());
    }
  }

  private static int largest(float[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  private static List<NamedTensor> weights(Recipe recipe) throws IOException {
    String file = recipe.weights() + ".safetensors";
    try (InputStream in = FeatureNetwork.class.getResourceAsStream(file)) {
      assertThat(in).isNotNull();
      return Safetensors.read(file, in, in.available());
    }
  }

  private static JsonObject description(Recipe recipe) throws IOException {
    try (InputStream in = FeatureNetwork.class.getResourceAsStream(recipe.weights() + ".json")) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return JsonParser.parseString(text).getAsJsonObject();
    }
  }

  private static Backend portable() {
    return Backends.open("nd4j", BackendOptions.defaults());
  }

  /** Grey spots with nothing alike about their four sides, so that no turn or mirror fits. */
  private static INDArray spots(int count) {
    SplittableRandom random = new SplittableRandom(4);
    float[] pixels = new float[count * 784];
    for (int i = 0; i < count; i++) {
      double row = 4 + 20 * random.nextDouble();
      double column = 4 + 20 * random.nextDouble();
      for (int p = 0; p < 784; p++) {
        int y = p / 28;
        int x = p % 28;
        double squares = Math.pow((y - row) / 3, 2) + Math.pow((x - column) / 6, 2);
        pixels[i * 784 + p] = (float) (0.9 * Math.exp(-squares) + 0.1 * random.nextDouble());
      }
    }
    return Nd4j.create(pixels, new long[] {count, 28, 28, 1}, 'c');
  }

  private static INDArray noise(long[] shape) {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.2 * random.nextDouble());
    }
    return Nd4j.create(values, shape, 'c');
  }
}
