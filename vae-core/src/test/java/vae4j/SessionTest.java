package vae4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.Backends;
import vae4j.data.Batch;
import vae4j.data.ImageShape;
import vae4j.latent.DiagonalGaussian;
import vae4j.latent.GaussianMixture;

class SessionTest {
  private static final ImageShape SHAPE = new ImageShape(12, 10, 1);
  private static final VaeConfig CONFIG = VaeConfig.conv(SHAPE).filters(8, 16).latent(3).build();
  private static final VaeConfig CONDITIONAL =
      VaeConfig.conv(SHAPE).filters(4, 8).latent(3).conditional(10).build();

  private Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  static Stream<BackendProvider> providers() {
    return Backends.providers().stream()
        .filter(provider -> provider.unavailable(BackendOptions.defaults()).isEmpty());
  }

  /** Plans are made by one thread, and run by others while it runs its own. */
  @ParameterizedTest
  @MethodSource("providers")
  void manyThreadsEncodeAndDecodeWhatOneDoes(BackendProvider provider) throws Exception {
    float[] images = new TestImages(SHAPE, 40).all();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Backend shared = provider.open(new BackendOptions(2, DataType.FLOAT));
        Vae vae = Vae.create(CONFIG, 1, shared)) {
      float[] expected = vae.reconstruct(images);
      List<Session> sessions = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        sessions.add(vae.session());
        assertThat(sessions.get(i).reconstruct(images)).isEqualTo(expected);
      }
      List<Callable<float[]>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int thread = i % 4;
        calls.add(
            () -> {
              synchronized (sessions.get(thread)) {
                return sessions.get(thread).reconstruct(images);
              }
            });
        calls.add(() -> vae.reconstruct(images));
      }
      for (Future<float[]> result : threads.invokeAll(calls)) {
        assertThat(result.get()).isEqualTo(expected);
      }
      sessions.forEach(Session::close);
    } finally {
      threads.shutdown();
    }
  }

  /** What a session has derived from the weights, such as a copy in another layout, is renewed. */
  @ParameterizedTest
  @MethodSource("providers")
  void aSessionSeesTheWeightsOfTheLastUpdate(BackendProvider provider) {
    float[] images = new TestImages(SHAPE, 5).all();
    try (Backend shared = provider.open(new BackendOptions(1, DataType.FLOAT));
        Vae vae = Vae.create(CONFIG, 1, shared);
        Vae other = Vae.create(CONFIG, 2, shared);
        Session session = vae.session()) {
      float[] before = session.reconstruct(images);
      vae.update(parameters -> shared.copy(other.parameters(), parameters));

      assertThat(session.reconstruct(images)).isNotEqualTo(before);
      assertThat(session.reconstruct(images)).isEqualTo(other.reconstruct(images));
    }
  }

  @Test
  void javaArraysGiveWhatNd4jsGive() {
    TestImages images = new TestImages(SHAPE, 3);
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        Batch batch = Batch.of(images, 0, 1, 2);
        DiagonalGaussian posterior = vae.encode(batch.images());
        INDArray decoded = vae.decode(posterior.mean())) {
      Inference.Encoded encoded = vae.encode(images.all());
      assertThat(encoded.mean()).isEqualTo(posterior.mean().ravel().toFloatVector());
      assertThat(encoded.logVariance()).isEqualTo(posterior.logVariance().ravel().toFloatVector());
      assertThat(vae.decode(encoded.mean())).isEqualTo(decoded.ravel().toFloatVector());
      assertThat(vae.reconstruct(images.all())).isEqualTo(decoded.ravel().toFloatVector());
      try (INDArray output = vae.decodeOutput(posterior.mean());
          INDArray samples = vae.sample(4, 7)) {
        assertThat(vae.decodeOutput(encoded.mean())).isEqualTo(output.ravel().toFloatVector());
        assertThat(vae.sampleValues(4, 7)).isEqualTo(samples.ravel().toFloatVector());
      }
      assertThat(vae.logLikelihood(images.all(), encoded.mean()))
          .isEqualTo(vae.logLikelihood(batch.images(), posterior.mean()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.encode(new float[121]))
          .withMessage("images must have a multiple of 120 numbers, had 121");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.decode(new float[0]))
          .withMessage("latents must have a multiple of 3 numbers, had 0");
    }
  }

  @Test
  void aSessionOfAClosedModelSaysSo() {
    Vae vae = Vae.create(CONFIG, 1, backend);
    Session session = vae.session();
    vae.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> session.sample(1, 1))
        .withMessage("the model is closed");
  }

  /**
   * With components of 1, 10, 20, … as means and no spread, z says which class it was drawn for.
   */
  @Test
  void eachClassHasItsOwnMixture() {
    VaeConfig config =
        VaeConfig.dense(SHAPE)
            .hidden(4)
            .latent(2)
            .conditional(3)
            .prior(new GaussianMixture(2))
            .build();
    try (Vae vae = Vae.create(config, 1, backend)) {
      assertThat(vae.tensor("latent/kl/means").shape()).containsExactly(3, 2, 2);
      float[] means = new float[12];
      for (int i = 0; i < means.length; i++) {
        means[i] = 10 * (i / 4);
      }
      float[] logVariances = new float[12];
      Arrays.fill(logVariances, -20);
      try (Vae changed =
          vae.withTensors(
              Map.of("latent/kl/means", means, "latent/kl/log_variances", logVariances))) {
        double own = changed.logPrior(new double[] {20, 20}, 2)[0];
        // log N at the mean: −½·(ℓ + log 2π) for each dimension.
        assertThat(own).isCloseTo(20 - Math.log(2 * Math.PI), within(1e-4));
        double[] two = changed.logPrior(new double[] {20, 20, 20, 20}, 1, 2);
        assertThat(two[0]).isLessThan(-1e9);
        assertThat(two[1]).isEqualTo(own);
        float[] samples = changed.given(2).sampleValues(3, 1);
        try (INDArray still = changed.given(2).sample(1, 1, 0)) {
          assertThat(still.ravel().toFloatVector())
              .containsExactly(changed.given(2).decode(new float[] {20, 20}), within(1e-6f));
        }
        assertThatIllegalArgumentException()
            .isThrownBy(() -> changed.given(2).sample(1, 1, -1))
            .withMessage("temperature must be at least 0 and finite, was -1.0");
        float[] decoded = changed.given(2).decode(new float[] {20, 20});
        assertThat(Arrays.copyOf(samples, decoded.length)).containsExactly(decoded, within(1e-3f));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> changed.logPrior(new double[2]))
            .withMessage("a conditional model needs labels, were none");
      }
    }
  }

  @Test
  void labelsReachEncoderAndDecoder() {
    float[] images = new TestImages(SHAPE, 4).all();
    try (Vae vae = Vae.create(CONDITIONAL, 1, backend)) {
      float[] mixed = vae.given(3, 7, 3, 3).reconstruct(images);
      float[] threes = vae.given(3).reconstruct(images);
      int size = SHAPE.size();

      for (int i = 0; i < 4; i++) {
        float[] one = Arrays.copyOfRange(mixed, i * size, (i + 1) * size);
        float[] three = Arrays.copyOfRange(threes, i * size, (i + 1) * size);
        assertThat(Arrays.equals(one, three)).isEqualTo(i != 1);
      }
      assertThat(vae.given(3).encode(images).mean())
          .isNotEqualTo(vae.given(4).encode(images).mean());
      assertThat(vae.given(3).decode(new float[3])).isNotEqualTo(vae.given(4).decode(new float[3]));
      // Fewer labels than images are taken over and over again.
      assertThat(vae.given(1, 2).reconstruct(images))
          .isEqualTo(vae.given(1, 2, 1, 2).reconstruct(images));
      try (Session session = vae.session()) {
        assertThat(session.given(3).reconstruct(images)).isEqualTo(threes);
      }
    }
  }

  @Test
  void theLikelihoodOfAConditionalModelIsThatOfTheLabel() {
    TestImages images = new TestImages(SHAPE, 2);
    try (Vae vae = Vae.create(CONDITIONAL, 1, backend);
        Batch batch = Batch.of(images, 0, 1);
        INDArray z = Nd4j.rand(DataType.FLOAT, 6, 3)) {
      double[] both = vae.given(batch).logLikelihood(batch.images(), z);
      for (int row = 0; row < 6; row++) {
        try (INDArray image = batch.images().slice(row % 2).reshape(1, 12, 10, 1);
            INDArray own = z.getRow(row).reshape(1, 3)) {
          double[] one = vae.given(row % 2).logLikelihood(image.dup('c'), own.dup('c'));
          assertThat(both[row]).isCloseTo(one[0], within(1e-4));
        }
      }
    }
  }

  @Test
  void wrongLabelsAreNamed() {
    float[] images = new TestImages(SHAPE, 3).all();
    try (Vae vae = Vae.create(CONDITIONAL, 1, backend);
        Vae plain = Vae.create(CONFIG, 1, backend)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.encode(images))
          .withMessage("a conditional model needs labels in [0, 10): given(labels)");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.given(10))
          .withMessage("label must be in [0, 10), was 10");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.given(1, 2).encode(images))
          .withMessage("labels must divide the number of images, were 2 for 3");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> plain.given(1))
          .withMessage("labels need a conditional model, this one has no classes");
    }
  }

  @Test
  void aSpatialLatentIsTakenFlatAndInItsShape() {
    VaeConfig config = VaeConfig.conv(SHAPE).filters(4, 4).spatialLatent(2).build();
    assertThat(config.latentShape()).isEqualTo(new ImageShape(3, 3, 2));
    try (Vae vae = Vae.create(config, 1, backend);
        INDArray flat = Nd4j.rand(DataType.FLOAT, 4, 18);
        INDArray a = vae.decode(flat);
        INDArray b = vae.decode(flat.reshape(4, 3, 3, 2))) {
      assertThat(a).isEqualTo(b);
      assertThat(vae.encode(new TestImages(SHAPE, 2).all()).mean()).hasSize(36);
    }
  }

  /** A batch of one image gives what it gives among others: nothing looks across the batch. */
  @Test
  void imagesDoNotDependOnTheirBatch() {
    VaeConfig config = VaeConfig.conv(SHAPE).filters(8, 8).residual(1).latent(2).build();
    float[] images = new TestImages(SHAPE, 5).all();
    try (Vae vae = Vae.create(config, 1, backend)) {
      float[] all = vae.encode(images).mean();
      float[] last = Arrays.copyOfRange(images, 4 * SHAPE.size(), 5 * SHAPE.size());
      float[] one = vae.encode(last).mean();
      assertThat(one[0]).isCloseTo(all[8], within(1e-5f));
      assertThat(one[1]).isCloseTo(all[9], within(1e-5f));
    }
  }

  @Test
  void samplesOfAMixturePriorLieAtItsComponents() {
    VaeConfig config =
        VaeConfig.dense(new ImageShape(2, 1, 1))
            .hidden(3)
            .latent(1)
            .prior(new GaussianMixture(2))
            .build();
    try (Vae vae = Vae.create(config, 1, backend);
        Vae moved =
            vae.withTensors(
                Map.of(
                    "latent/kl/means", new float[] {-5, 5},
                    "latent/kl/log_variances", new float[] {-20, -20}));
        INDArray samples = moved.sample(50, 3);
        INDArray ends = moved.decode(Nd4j.create(new float[][] {{-5}, {5}}))) {
      float[] pixels = samples.ravel().toFloatVector();
      float[] expected = ends.ravel().toFloatVector();
      int second = 0;
      for (int i = 0; i < 50; i++) {
        boolean high =
            Math.abs(pixels[2 * i] - expected[2]) < Math.abs(pixels[2 * i] - expected[0]);
        second += high ? 1 : 0;
        assertThat(pixels[2 * i]).isCloseTo(expected[high ? 2 : 0], within(1e-3f));
      }
      // 25 are expected; fewer than 8 or more than 42 come once in a million seeds.
      assertThat(second).isBetween(8, 42);
    }
  }

  @Test
  void tensorsAreReadAndReplacedByName() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray weights = vae.tensor("encoder/conv1/weights");
        Vae zero = vae.withTensors(Map.of("encoder/conv1/weights", new float[72]));
        INDArray zeros = zero.tensor("encoder/conv1/weights");
        INDArray same = zero.tensor("decoder/output/weights");
        INDArray original = vae.tensor("decoder/output/weights")) {
      assertThat(weights.shape()).containsExactly(3, 3, 1, 8);
      assertThat(zeros.ravel().toFloatVector()).containsOnly(0);
      assertThat(same).isEqualTo(original);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.tensor("encoder/conv9/weights"))
          .withMessage("no parameter has the name encoder/conv9/weights");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.withTensors(Map.of("encoder/conv1/weights", new float[71])))
          .withMessage("length must be 72, was 71");
    }
  }

  @Test
  void everyKindOfModelIsSavedAndLoaded(@TempDir Path folder) throws Exception {
    List<VaeConfig> configs =
        List.of(
            CONDITIONAL,
            VaeConfig.conv(SHAPE).filters(8).residual(2).latent(2).build(),
            VaeConfig.conv(SHAPE).filters(4, 4).spatialLatent(2).build(),
            VaeConfig.conv(SHAPE).filters(4).latent(2).prior(new GaussianMixture(3)).build());
    for (VaeConfig config : configs) {
      Path file = folder.resolve(config.hashCode() + ".vae");
      int[] labels = IntStream.range(0, config.classes() > 0 ? 1 : 0).toArray();
      try (Vae vae = Vae.create(config, 4, backend)) {
        vae.save(file);
        try (Vae loaded = Vae.load(file, backend)) {
          assertThat(loaded.config()).isEqualTo(config);
          Inference a = labels.length > 0 ? vae.given(labels) : vae;
          Inference b = labels.length > 0 ? loaded.given(labels) : loaded;
          try (INDArray x = a.sample(3, 1);
              INDArray y = b.sample(3, 1)) {
            assertThat(x).isEqualTo(y);
          }
        }
      }
    }
  }

  @Test
  void aTrainingStepAndEncodingOnOtherThreadsDoNotMix() throws Exception {
    float[] images = new TestImages(SHAPE, 8).all();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray array = Nd4j.create(images, new long[] {8, 12, 10, 1}, 'c')) {
      Future<Integer> encoding =
          other.submit(
              () -> {
                int finite = 0;
                for (int i = 0; i < 200; i++) {
                  finite += Float.isFinite(vae.encode(images).mean()[0]) ? 1 : 0;
                }
                return finite;
              });
      for (int step = 0; step < 50; step++) {
        vae.training().lossAndGradient(array, new SplittableRandom(step), 1);
        vae.training()
            .update(
                (weights, gradient) -> {
                  backend.scale(gradient, -1e-4);
                  backend.add(gradient, weights);
                });
      }
      assertThat(encoding.get()).isEqualTo(200);
    } finally {
      other.shutdown();
    }
  }
}
