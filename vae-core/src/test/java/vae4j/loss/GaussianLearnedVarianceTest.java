package vae4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.DatasetLoss;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendProvider;
import vae4j.backend.TestBackend;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.latent.DiagonalGaussian;
import vae4j.loss.Likelihood.GaussianLearnedVariance;
import vae4j.train.LearningRate;
import vae4j.train.Optimizer;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

class GaussianLearnedVarianceTest {
  private static final String ALL = "vae4j.backend.TestBackend#all";
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);

  /** Without sampling the error of a batch can be seen from outside. */
  private static final VaeConfig CONFIG =
      VaeConfig.conv(SHAPE)
          .filters(4)
          .latent(3)
          .autoencoder()
          .likelihood(Likelihood.gaussianLearnedVariance())
          .build();

  @Test
  void theFirstBatchGivesItsMeanSquaredError() {
    // D = 10, MSE = 0.04 at sigma^2 = 1: d loss/d s = D/2 (1 - MSE) = 4.8.
    assertThat(GaussianLearnedVariance.next(0, 4.8, 10, 3))
        .isCloseTo(Math.log(0.04), within(1e-12));
  }

  @Test
  void laterBatchesGiveARunningMeanOverAbout500Images() {
    // 0.04 + (1 - exp(-100/500)) (0.02 - 0.04) = 0.03637461506155964 in Python.
    double slope = 5 * (1 - 0.02 / 0.04);
    assertThat(GaussianLearnedVariance.next(Math.log(0.04), slope, 10, 100))
        .isCloseTo(Math.log(0.03637461506155964), within(1e-12));
  }

  @Test
  void aBatchOfManyImagesCountsAsItsPartsDo() {
    double s = Math.log(0.04);
    double whole = GaussianLearnedVariance.next(s, 5 * (1 - 0.02 / 0.04), 10, 300);
    for (int part = 0; part < 3; part++) {
      s = GaussianLearnedVariance.next(s, 5 * (1 - 0.02 / Math.exp(s)), 10, 100);
    }
    assertThat(s).isCloseTo(whole, within(1e-12));
  }

  @Test
  void anErrorOfZeroStopsAtTheSmallestVariance() {
    assertThat(GaussianLearnedVariance.next(0, 5, 10, 3)).isEqualTo(-12);
    assertThat(GaussianLearnedVariance.next(-12, 5, 10, 3)).isEqualTo(-12);
    // Files that were trained otherwise may hold any.
    assertThat(GaussianLearnedVariance.next(-20, 5, 10, 3)).isEqualTo(-12);
    assertThat(GaussianLearnedVariance.next(25, 0, 10, 3)).isEqualTo(20);
    assertThat(GaussianLearnedVariance.next(-3, Double.NaN, 10, 3)).isEqualTo(-3);
    assertThat(GaussianLearnedVariance.next(-3, Double.NEGATIVE_INFINITY, 10, 3)).isEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aStepBringsTheVarianceToTheErrorOfItsBatch(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type);
        Vae vae = Vae.create(CONFIG, 1, backend.get());
        INDArray images = images(19)) {
      double error = meanSquaredError(vae, images);
      assertThat(logVariance(vae)).isZero();

      LossTerms before = vae.training().lossAndGradient(images, new SplittableRandom(1), 1);

      // 24 log(2 pi) + 24 MSE: the loss of the step is that of before.
      assertThat(before.reconstruction())
          .isCloseTo(24 * (Math.log(2 * Math.PI) + error), within(1e-4));
      assertThat(logVariance(vae)).isCloseTo(Math.log(error), within(1e-4));
      // The best that these weights can have: D/2 (1 + log 2 pi MSE).
      assertThat(vae.loss(images, new SplittableRandom(1), 1).reconstruction())
          .isCloseTo(24 * (1 + Math.log(2 * Math.PI * error)), within(1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aBatchInSlicesGivesTheVarianceOfTheWhole(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Backend small =
          (Backend)
              Proxy.newProxyInstance(
                  Backend.class.getClassLoader(),
                  new Class<?>[] {Backend.class},
                  (proxy, method, arguments) ->
                      method.getName().equals("activationsAtATime")
                          ? 1L
                          : method.invoke(backend.get(), arguments));
      try (Vae whole = Vae.create(CONFIG, 1, backend.get());
          Vae sliced = Vae.create(CONFIG, 1, small);
          INDArray images = images(19)) {
        for (int step = 0; step < 3; step++) {
          whole.training().lossAndGradient(images, new SplittableRandom(1), 1);
          sliced.training().lossAndGradient(images, new SplittableRandom(1), 1);
          assertThat(logVariance(sliced)).isCloseTo(logVariance(whole), within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void noOptimiserMovesIt(BackendProvider provider, DataType type) {
    for (Optimizer optimizer : new Optimizer[] {Optimizer.adam(), Optimizer.sgd(0.9)}) {
      try (TestBackend backend = new TestBackend(provider, type);
          Vae vae = Vae.create(CONFIG, 1, backend.get());
          INDArray images = images(19);
          Optimizer.State state = optimizer.start(vae.backend(), vae.parameters().length())) {
        for (int step = 0; step < 3; step++) {
          vae.training().lossAndGradient(images, new SplittableRandom(1), 1);
          double before = logVariance(vae);
          vae.training().update((weights, gradient) -> state.update(weights, gradient, 0.01));
          assertThat(logVariance(vae)).isEqualTo(before);
        }
      }
    }
  }

  /** The fault that was: it moved by the learning rate a step, and never got there. */
  @ParameterizedTest
  @MethodSource(ALL)
  void trainingEndsAtTheErrorOnItsImages(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type);
        Vae vae = Vae.create(CONFIG, 1, backend.get());
        INDArray images = images(200)) {
      new Trainer(
              TrainerConfig.defaults()
                  .withEpochs(60)
                  .withBatchSize(20)
                  .withLearningRate(LearningRate.cosine(3e-3)))
          .fit(vae, new TestImages(SHAPE, 200), null);

      double error = meanSquaredError(vae, images);
      assertThat(error).isLessThan(0.05);
      double best = 24 * (1 + Math.log(2 * Math.PI * error));
      assertThat(vae.loss(images, new SplittableRandom(1), 1).reconstruction() - best)
          .isBetween(-1e-3, 1.0);
    }
  }

  /** With σ² = MSE the mean loss is D/2·(1 + log σ² + log 2π), and with no other σ². */
  @ParameterizedTest
  @MethodSource(ALL)
  void afterTrainingItIsTheErrorOnAllTrainingImages(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type);
        Vae vae = Vae.create(CONFIG, 1, backend.get())) {
      TrainerConfig config = TrainerConfig.defaults().withEpochs(2).withBatchSize(30);
      TestImages images = new TestImages(SHAPE, 200);
      new Trainer(config).fit(vae, images, null);

      double loss =
          new DatasetLoss(30, Binarization.NONE, config.seed())
              .mean(vae, images, 1, () -> false)
              .orElseThrow()
              .reconstruction();
      double expected = 24 * (1 + logVariance(vae) + Math.log(2 * Math.PI));
      assertThat(loss).isCloseTo(expected, within(1e-4));
    }
  }

  private static INDArray images(int count) {
    return Nd4j.create(
        new TestImages(SHAPE, count).all(),
        new long[] {count, SHAPE.height(), SHAPE.width(), SHAPE.channels()},
        'c');
  }

  private static double logVariance(Vae vae) {
    return vae.outputLogVariance().orElseThrow();
  }

  private static double meanSquaredError(Vae vae, INDArray images) {
    try (DiagonalGaussian codes = vae.encode(images);
        INDArray means = vae.decodeOutput(codes.mean())) {
      float[] m = means.reshape(new long[] {means.length()}).toFloatVector();
      float[] x = images.reshape(new long[] {images.length()}).toFloatVector();
      double sum = 0;
      for (int i = 0; i < m.length; i++) {
        sum += (m[i] - x[i]) * (m[i] - x[i]);
      }
      return sum / m.length;
    }
  }
}
