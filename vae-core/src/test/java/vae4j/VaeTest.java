package vae4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.Backends;
import vae4j.data.Batch;
import vae4j.data.ImageShape;
import vae4j.data.ImageValueException;
import vae4j.eval.features.FeatureNetwork;
import vae4j.latent.DiagonalGaussian;
import vae4j.loss.Likelihood;
import vae4j.loss.LossTerms;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

class VaeTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);
  private static final VaeConfig CONFIG = VaeConfig.conv(SHAPE).filters(4, 6).latent(3).build();

  private Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void manyImagesWithoutTheirFrameAreThoseOfTheirCopy() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray framed = Nd4j.rand(DataType.FLOAT, 250, 12, 10, 1)) {
      INDArray inner =
          framed.get(
              NDArrayIndex.all(),
              NDArrayIndex.interval(2, 10),
              NDArrayIndex.interval(2, 8),
              NDArrayIndex.all());
      try (INDArray copy = inner.dup('c');
          DiagonalGaussian ofView = vae.encode(inner);
          DiagonalGaussian ofCopy = vae.encode(copy)) {
        assertThat(ofView.mean().toFloatMatrix()).isDeepEqualTo(ofCopy.mean().toFloatMatrix());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"48, 37, 3", "28, 28, 1", "5, 9, 2", "33, 32, 4"})
  void anyHeightWidthAndChannelsGoThrough(int height, int width, int channels) {
    ImageShape shape = new ImageShape(height, width, channels);
    VaeConfig config = VaeConfig.conv(shape).filters(3, 4, 5).latent(2).build();
    try (Vae vae = Vae.create(config, 1, backend);
        INDArray images = images(new TestImages(shape, 2));
        DiagonalGaussian posterior = vae.encode(images);
        INDArray decoded = vae.decode(posterior.mean())) {
      assertThat(posterior.mean().shape()).containsExactly(2, 2);
      assertThat(posterior.logVariance().shape()).containsExactly(2, 2);
      assertThat(decoded.shape()).containsExactly(2, height, width, channels);
      assertThat(decoded.minNumber().doubleValue()).isGreaterThan(0);
      assertThat(decoded.maxNumber().doubleValue()).isLessThan(1);
    }
  }

  /** A perturbation of 1e-12 of a code is seen in float64, and lost in float32. */
  @Test
  void aBackendOfFloat64GivesFloat64() {
    try (Backend wide = Backends.open("nd4j", new BackendOptions(1, DataType.DOUBLE));
        Vae vae = Vae.create(CONFIG, 1, wide);
        INDArray images = images(new TestImages(SHAPE, 150));
        DiagonalGaussian posterior = vae.encode(images);
        INDArray sampled = posterior.sample(new SplittableRandom(1));
        INDArray decoded = vae.decode(posterior.mean());
        INDArray logits = vae.decodeOutput(posterior.mean());
        INDArray moved = vae.decodeOutput(posterior.mean().add(1e-12));
        INDArray reconstructed = vae.reconstruct(images)) {
      assertThat(
              List.of(
                  posterior.mean(),
                  posterior.logVariance(),
                  sampled,
                  decoded,
                  logits,
                  reconstructed,
                  vae.sample(2, 1)))
          .allSatisfy(array -> assertThat(array.dataType()).isEqualTo(DataType.DOUBLE));
      assertThat(logits.distance2(moved)).isBetween(1e-14, 1e-10);
      assertThat(reconstructed).isEqualTo(decoded);
      // σ(logit), which float32 would round at 1e-8.
      for (long i = 0; i < decoded.length(); i++) {
        double pixel = 1 / (1 + Math.exp(-logits.getDouble(i)));
        assertThat(decoded.getDouble(i)).isCloseTo(pixel, within(1e-14));
      }
    }
  }

  @Test
  void aBackendOfFloat32GivesFloat32() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 2));
        DiagonalGaussian posterior = vae.encode(images);
        INDArray decoded = vae.decode(posterior.mean())) {
      assertThat(posterior.mean().dataType()).isEqualTo(DataType.FLOAT);
      assertThat(posterior.logVariance().dataType()).isEqualTo(DataType.FLOAT);
      assertThat(decoded.dataType()).isEqualTo(DataType.FLOAT);
    }
  }

  @Test
  void manyImagesGiveWhatEachGivesAlone() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 205));
        DiagonalGaussian all = vae.encode(images);
        INDArray decoded = vae.decode(all.mean())) {
      for (int i : new int[] {0, 99, 100, 204}) {
        INDArray one = images.get(NDArrayIndex.interval(i, i + 1));
        try (DiagonalGaussian alone = vae.encode(one);
            INDArray image = vae.decode(alone.mean())) {
          assertThat(all.mean().getRow(i).distance2(alone.mean().getRow(0))).isLessThan(1e-5);
          assertThat(decoded.slice(i).distance2(image.slice(0))).isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void aBatchInSlicesGivesWhatItGivesAtOnce() {
    // Eight images at a time: slices of 7, 7 and 5.
    Backend small =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) ->
                    method.getName().equals("activationsAtATime")
                        ? 1L
                        : method.invoke(backend, arguments));
    try (Vae whole = Vae.create(CONFIG, 1, backend);
        Vae sliced = Vae.create(CONFIG, 1, small);
        INDArray images = images(new TestImages(SHAPE, 19))) {
      for (int repeat = 0; repeat < 2; repeat++) {
        LossTerms expected = whole.training().lossAndGradient(images, new SplittableRandom(3), 1.7);
        LossTerms loss = sliced.training().lossAndGradient(images, new SplittableRandom(3), 1.7);

        assertThat(loss.objective()).isCloseTo(expected.objective(), within(1e-4));
        assertThat(loss.beta()).isEqualTo(1.7);
        double[] gradient = whole.training().gradient().toDoubles();
        double[] sum = sliced.training().gradient().toDoubles();
        for (int i = 0; i < gradient.length; i++) {
          assertThat(sum[i]).isCloseTo(gradient[i], within(1e-5 * (1 + Math.abs(gradient[i]))));
        }
      }
      assertThat(sliced.loss(images, new SplittableRandom(3), 1).objective())
          .isCloseTo(whole.loss(images, new SplittableRandom(3), 1).objective(), within(1e-4));
    }
  }

  @Test
  void sameSeedGivesTheSameModelAndSamples() {
    try (Vae one = Vae.create(CONFIG, 7, backend);
        Vae two = Vae.create(CONFIG, 7, backend);
        Vae other = Vae.create(CONFIG, 8, backend);
        INDArray a = one.sample(5, 3);
        INDArray b = two.sample(5, 3);
        INDArray c = other.sample(5, 3);
        INDArray d = one.sample(5, 4)) {
      assertThat(a).isEqualTo(b).isNotEqualTo(c).isNotEqualTo(d);
    }
  }

  @Test
  void reconstructIsDecodeOfTheMean() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 3));
        DiagonalGaussian posterior = vae.encode(images);
        INDArray decoded = vae.decode(posterior.mean());
        INDArray reconstructed = vae.reconstruct(images)) {
      assertThat(reconstructed).isEqualTo(decoded);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 250", "3, 70", "60, 3", "205, 2"})
  void theLogLikelihoodIsThatOfTheDecodersOutput(int count, int rounds) {
    for (Likelihood likelihood :
        new Likelihood[] {Likelihood.bernoulli(), Likelihood.gaussian(0.3)}) {
      VaeConfig config =
          VaeConfig.conv(SHAPE).filters(4, 6).latent(3).likelihood(likelihood).build();
      float[] z = new float[count * rounds * 3];
      SplittableRandom random = new SplittableRandom(5);
      for (int i = 0; i < z.length; i++) {
        z[i] = (float) random.nextGaussian();
      }
      TestImages dataset = new TestImages(SHAPE, count);
      try (Vae vae = Vae.create(config, 1, backend);
          INDArray images = images(dataset);
          INDArray codes = Nd4j.create(z, new long[] {(long) count * rounds, 3}, 'c');
          INDArray output = vae.decodeOutput(codes)) {
        double[] logLikelihood = vae.logLikelihood(images, codes);

        assertThat(logLikelihood).hasSize(count * rounds);
        float[] x = dataset.all();
        float[] l = output.reshape(new long[] {output.length()}).toFloatVector();
        for (int row = 0; row < logLikelihood.length; row++) {
          double expected = 0;
          for (int i = 0; i < SHAPE.size(); i++) {
            double pixel = x[row % count * SHAPE.size() + i];
            double out = l[row * SHAPE.size() + i];
            double p = 1 / (1 + Math.exp(-out));
            expected +=
                likelihood instanceof Likelihood.Bernoulli
                    ? pixel * Math.log(p) + (1 - pixel) * Math.log(1 - p)
                    : -0.5 * Math.pow(pixel - out, 2) / 0.3 - 0.5 * Math.log(2 * Math.PI * 0.3);
          }
          assertThat(logLikelihood[row]).isCloseTo(expected, within(1e-4));
        }
      }
    }
  }

  @Test
  void codesThatAreNotForTheImagesAreRefused() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 4));
        INDArray six = Nd4j.zeros(6, 3);
        INDArray narrow = Nd4j.zeros(4, 2)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.logLikelihood(images, six))
          .withMessage("latents must be a multiple of the 4 images, were 6");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.logLikelihood(images, narrow))
          .withMessage("latents must be [N, 3] with N at least 1, were [4, 2]");
    }
  }

  @Test
  void imagesAreTheSigmoidOfTheDecodersLogits() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray codes = Nd4j.createFromArray(new float[][] {{0.3f, -1, 2}});
        INDArray logits = vae.decodeOutput(codes);
        INDArray images = vae.decode(codes)) {
      float[] l = logits.reshape(new long[] {SHAPE.size()}).toFloatVector();
      float[] p = images.reshape(new long[] {SHAPE.size()}).toFloatVector();
      for (int i = 0; i < l.length; i++) {
        assertThat(p[i]).isCloseTo((float) (1 / (1 + Math.exp(-l[i]))), within(1e-6f));
      }
    }
  }

  @Test
  void lossIsTheMeanOverImagesWhateverTheBatch() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 4))) {
      SplittableRandom noise = new SplittableRandom(5);
      double reconstruction = 0;
      double kl = 0;
      for (int i = 0; i < 4; i++) {
        LossTerms one = vae.loss(images.get(NDArrayIndex.interval(i, i + 1)), noise, 1);
        reconstruction += one.reconstruction() / 4;
        kl += one.kl() / 4;
      }
      LossTerms all = vae.loss(images, new SplittableRandom(5), 1);
      assertThat(all.reconstruction()).isCloseTo(reconstruction, within(1e-5));
      assertThat(all.kl()).isCloseTo(kl, within(1e-5));
    }
  }

  @Test
  void lossAndGradientReturnsTheLoss() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 4))) {
      LossTerms alone = vae.loss(images, new SplittableRandom(5), 2);
      LossTerms withGradient = vae.training().lossAndGradient(images, new SplittableRandom(5), 2);
      assertThat(withGradient).isEqualTo(alone);
    }
  }

  @Test
  void plainAutoencoderHasNoDivergenceAndDrawsNoNoise() {
    VaeConfig config = VaeConfig.conv(SHAPE).filters(4).latent(2).autoencoder().build();
    try (Vae vae = Vae.create(config, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 2));
        DiagonalGaussian posterior = vae.encode(images)) {
      SplittableRandom noise = new SplittableRandom(5);
      LossTerms loss = vae.loss(images, noise, 1);
      assertThat(loss.kl()).isZero();
      assertThat(noise.nextLong()).isEqualTo(new SplittableRandom(5).nextLong());
      assertThat(posterior.logVariance().maxNumber().doubleValue()).isEqualTo(-30);
    }
  }

  @Test
  void reconstructionOfZeroLogitsIsLog2PerPixel() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 2))) {
      vae.update(parameters -> parameters.write(new float[(int) parameters.length()]));
      LossTerms loss = vae.loss(images, new SplittableRandom(5), 1);
      assertThat(loss.reconstruction()).isCloseTo(SHAPE.size() * Math.log(2), within(1e-6));
      assertThat(loss.kl()).isZero();
    }
  }

  @Test
  void gaussianImagesAreClampedMeans() {
    VaeConfig config =
        VaeConfig.dense(SHAPE).hidden(4).latent(2).likelihood(Likelihood.gaussian(0.5)).build();
    try (Vae vae = Vae.create(config, 1, backend);
        INDArray codes = Nd4j.createFromArray(new float[][] {{30, -30}});
        INDArray means = vae.decodeOutput(codes);
        INDArray images = vae.decode(codes)) {
      float[] m = means.reshape(new long[] {SHAPE.size()}).toFloatVector();
      float[] p = images.reshape(new long[] {SHAPE.size()}).toFloatVector();
      assertThat(means.minNumber().doubleValue()).isNegative();
      for (int i = 0; i < m.length; i++) {
        assertThat(p[i]).isEqualTo(Math.max(0, Math.min(1, m[i])));
      }
    }
  }

  @Test
  void moreBatchSizesThanAreKeptReadyGiveTheSame() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      double first = 0;
      for (int round = 0; round < 2; round++) {
        for (int batch = 1; batch <= 6; batch++) {
          try (INDArray images = images(new TestImages(SHAPE, batch))) {
            double loss = vae.loss(images, new SplittableRandom(5), 1).objective();
            if (batch == 1) {
              first = round == 0 ? loss : first;
              assertThat(loss).isEqualTo(first);
            }
          }
        }
      }
    }
  }

  @Test
  void summaryNamesLayersShapesAndParameters() {
    try (Vae vae = Vae.create(vae4j.train.Presets.named("gdl-vae").config(), 1, backend)) {
      assertThat(vae.summary())
          .contains("encoder/conv3 (Conv2D)", "(N, 4, 4, 128)", "73,856")
          .contains("decoder/conv_transpose1 (Conv2DTranspose)", "147,584")
          .contains("Parameters: 347,141 (encoder 100,868, decoder 246,273)");
    }
  }

  @Test
  void wrongShapesAreNamedBoth() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(new ImageShape(6, 8, 1), 2));
        INDArray codes = Nd4j.createFromArray(new float[][] {{1, 2}})) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.encode(images))
          .withMessage("images must be [N, 8, 6, 1] with N at least 1, were [2, 6, 8, 1]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.decode(codes))
          .withMessage("latents must be [N, 3] with N at least 1, were [1, 2]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.sample(0, 1))
          .withMessage("count must be positive, was 0");
    }
  }

  /** Every way in that takes images from the caller. */
  static Stream<Named<BiConsumer<Vae, INDArray>>> waysInForImages() {
    return Stream.of(
        Named.of("encode", (vae, images) -> vae.encode(images).close()),
        Named.of("reconstruct", (vae, images) -> vae.reconstruct(images).close()),
        Named.of("loss", (vae, images) -> vae.loss(images, new SplittableRandom(1), 1)),
        Named.of(
            "lossAndGradient",
            (vae, images) -> vae.training().lossAndGradient(images, new SplittableRandom(1), 1)),
        Named.of(
            "logLikelihood",
            (vae, images) -> vae.logLikelihood(images, Nd4j.zeros(images.size(0), 3))));
  }

  @ParameterizedTest
  @MethodSource("waysInForImages")
  void imagesOutOfRangeAreRefusedOnEveryWay(BiConsumer<Vae, INDArray> way) {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 205));
        INDArray bytes = images.mul(255);
        INDArray integers = bytes.castTo(DataType.UINT8);
        INDArray symmetric = images.mul(2).sub(1)) {
      way.accept(vae, images);
      // A double's and a half's own rounding are no fault.
      way.accept(vae, images.castTo(DataType.DOUBLE));
      way.accept(vae, images.castTo(DataType.FLOAT16));
      assertThatExceptionOfType(ImageValueException.class)
          .isThrownBy(() -> way.accept(vae, bytes))
          .withMessage("image 0 has values up to 229.5, wanted [0, 1]: divide by 255");
      assertThatExceptionOfType(ImageValueException.class)
          .isThrownBy(() -> way.accept(vae, symmetric))
          .withMessage(
              "image 0 has values down to -0.8, wanted [0, 1]: rescale to [0, 1] with (x + 1) / 2");
      assertThatExceptionOfType(ImageValueException.class)
          .isThrownBy(() -> way.accept(vae, integers))
          .withMessageStartingWith("images must be floating-point numbers in [0, 1], were UBYTE:");
      images.putScalar(new int[] {204, 7, 5, 0}, Float.NaN);
      assertThatExceptionOfType(ImageValueException.class)
          .isThrownBy(() -> way.accept(vae, images))
          .withMessageStartingWith("image 204 has NaN at row 7, column 5, channel 0");
    }
  }

  @Test
  void aBatchGivesWhatItsImagesGive() {
    TestImages images = new TestImages(SHAPE, 4);
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        Batch batch = images.first(4)) {
      LossTerms loss = vae.loss(batch.images(), new SplittableRandom(5), 2);
      assertThat(vae.loss(batch, Noise.of(new SplittableRandom(5)), 2)).isEqualTo(loss);
      assertThat(
              vae.training()
                  .lossAndGradient(
                      batch, Noise.of(new SplittableRandom(5)), terms -> Map.of("kl", 2.0)))
          .isEqualTo(loss);
      try (Batch other = new TestImages(new ImageShape(6, 8, 1), 2).first(2)) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () ->
                    vae.training()
                        .lossAndGradient(
                            other, Noise.of(new SplittableRandom(5)), terms -> Map.of()))
            .withMessage("images must be [N, 8, 6, 1] with N at least 1, were [2, 6, 8, 1]");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aBetaThatIsNegativeOrNotFiniteIsRefused(double beta) {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 2))) {
      for (boolean gradient : new boolean[] {false, true}) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () -> {
                  var noise = new SplittableRandom(1);
                  LossTerms unused =
                      gradient
                          ? vae.training().lossAndGradient(images, noise, beta)
                          : vae.loss(images, noise, beta);
                })
            .withMessage("beta must be 0 or positive and finite, was " + beta);
      }
    }
  }

  @Test
  void codesThatAreNotFiniteAreRefused() {
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        INDArray images = images(new TestImages(SHAPE, 2));
        INDArray codes = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, Float.NaN, 6}})) {
      for (Consumer<INDArray> way :
          List.<Consumer<INDArray>>of(
              z -> vae.decode(z).close(),
              z -> vae.decodeOutput(z).close(),
              z -> vae.logLikelihood(images, z))) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> way.accept(codes))
            .withMessage("latents must be finite, was NaN in row 1, column 1 (counted from 0)");
      }
    }
  }

  @Test
  void moreSamplesThanAnArrayHoldsAreRefused() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.sample(Integer.MAX_VALUE, 1))
          .withMessage("count must be at most 44739242 for images of this size, was 2147483647");
    }
  }

  /** On every backend: no crash, whichever is closed first. */
  @ParameterizedTest
  @MethodSource("vae4j.backend.TestBackend#all")
  void aModelWhoseBackendIsClosedSaysSo(
      BackendProvider provider, DataType type, @TempDir Path folder) {
    for (int threads : new int[] {1, 2}) {
      Backend closing = provider.open(new BackendOptions(threads, type));
      try (INDArray images = images(new TestImages(SHAPE, 3));
          INDArray codes = Nd4j.zeros(3, 3);
          Vae vae = Vae.create(CONFIG, 1, closing);
          Vae unused = Vae.create(CONFIG, 1, closing);
          FeatureNetwork network = FeatureNetwork.open(FeatureNetwork.DIGITS, closing);
          INDArray digits = Nd4j.zeros(DataType.FLOAT, 1, 28, 28, 1)) {
        // Kernels of all kinds are there, and closed after their backend.
        vae.training().lossAndGradient(images, new SplittableRandom(1), 1);
        vae.reconstruct(images).close();
        assertThat(network.look(digits).features()).hasDimensions(1, 64);
        assertThat(closing.isClosed()).isFalse();
        closing.close();
        closing.close();
        assertThat(closing.isClosed()).isTrue();

        for (ThrowingCallable way :
            List.<ThrowingCallable>of(
                () -> vae.encode(images),
                () -> vae.decode(codes),
                () -> vae.decodeOutput(codes),
                () -> vae.reconstruct(images),
                () -> vae.sample(1, 1),
                () -> vae.loss(images, new SplittableRandom(1), 1),
                () -> vae.training().lossAndGradient(images, new SplittableRandom(1), 1),
                () -> vae.logLikelihood(images, codes),
                () -> vae.training().gradient(),
                () -> unused.encode(images),
                () -> vae.save(folder.resolve("a.vae")),
                () -> new Trainer(TrainerConfig.defaults()).fit(vae, new TestImages(SHAPE, 3)),
                () -> Vae.create(CONFIG, 1, closing))) {
          assertThatIllegalStateException()
              .isThrownBy(way)
              .withMessage("the backend is closed; close the model before its backend");
        }
        assertThatIllegalStateException()
            .isThrownBy(() -> network.look(digits))
            .withMessage("the backend is closed; close the network before it");
        assertThat(folder).isEmptyDirectory();
      }
    }
  }

  @Test
  void closedModelRefusesWork() {
    Vae vae = Vae.create(CONFIG, 1, backend);
    vae.close();
    vae.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> vae.sample(1, 1))
        .withMessage("the model is closed");
  }

  private static INDArray images(TestImages set) {
    ImageShape shape = set.shape();
    long[] dimensions = {set.size(), shape.height(), shape.width(), shape.channels()};
    return Nd4j.create(set.all(), dimensions, 'c');
  }
}
