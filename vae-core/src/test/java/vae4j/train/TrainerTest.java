package vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.InsufficientMemoryException;
import vae4j.LimitedBackend;
import vae4j.TestPictures;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.DatasetView;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.data.ImageValueException;
import vae4j.io.ModelArchive;
import vae4j.loss.BetaSchedule;
import vae4j.loss.Elbo;

class TrainerTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);
  private static final VaeConfig CONFIG = VaeConfig.conv(SHAPE).filters(4, 6).latent(2).build();
  private static final TestPictures PICTURES = new TestPictures(SHAPE, 70);
  private static final TrainerConfig SETTINGS =
      TrainerConfig.defaults()
          .withEpochs(3)
          .withBatchSize(16)
          .withLearningRate(LearningRate.constant(1e-2));

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
  void lossFallsAndEveryPictureCounts() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history =
          new Trainer(SETTINGS.withEpochs(30)).fit(vae, PICTURES, PICTURES.take(20));

      List<EpochMetrics> train = history.of(EpochMetrics.Split.TRAIN);
      assertThat(train).hasSize(30).allMatch(line -> line.images() == 70);
      assertThat(history.of(EpochMetrics.Split.TEST)).hasSize(30).allMatch(l -> l.images() == 20);
      // Entropy of the pixels, the least that any model can reach: 48 · H(0.1) = 15.6 nats.
      assertThat(train.get(0).loss().reconstruction()).isGreaterThan(25);
      assertThat(train.get(29).loss().reconstruction()).isBetween(15.6, 24.0);
      assertThat(history.stopped()).isFalse();
    }
  }

  @Test
  void sameSeedGivesTheSameModelToTheBit() {
    List<double[]> trained = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (Vae vae = Vae.create(CONFIG, 1, backend)) {
        new Trainer(SETTINGS).fit(vae, PICTURES, run == 0 ? null : PICTURES);
        trained.add(vae.parameters().toDoubles());
      }
    }
    assertThat(trained.get(0)).isEqualTo(trained.get(1));
  }

  @Test
  void metricsAndProvenanceStayWithTheModel() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history = new Trainer(SETTINGS).fit(vae, PICTURES, null);

      assertThat(vae.metrics()).isEqualTo(history.toJson());
      assertThat(vae.provenance()).isNotNull();
      assertThat(vae.provenance().dataset()).isEqualTo("bars");
      assertThat(vae.provenance().seed()).isEqualTo(42);
      assertThat(vae.provenance().settings())
          .containsEntry("epochs", "3")
          .containsEntry("beta", "1.0")
          .containsEntry("learningRate", "0.01");
    }
  }

  @Test
  void listenersHearEveryStepWithItsBeta() {
    List<Elbo> steps = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(Step step, Elbo loss) {
            steps.add(loss);
            assertThat(step.batches()).isEqualTo(5);
            assertThat(step.batch()).isEqualTo((steps.size() - 1) % 5 + 1);
          }

          @Override
          public void onEpochEnd(Vae vae, int epoch) {
            ends.add(epoch);
          }
        };
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      new Trainer(SETTINGS.withBeta(BetaSchedule.warmUp(4, 2)), listener).fit(vae, PICTURES, null);
    }
    assertThat(ends).containsExactly(1, 2, 3);
    assertThat(steps).hasSize(15);
    assertThat(steps.get(0).beta()).isZero();
    assertThat(steps.get(5).beta()).isEqualTo(2);
    assertThat(steps.get(14).beta()).isEqualTo(4);
  }

  @Test
  void aRunawayLearningRateStopsWithTheTermAndAdvice() {
    TrainerConfig wild =
        SETTINGS.withLearningRate(LearningRate.constant(1e30)).withOptimizer(Optimizer.sgd(0));
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(() -> new Trainer(wild).fit(vae, PICTURES, null))
          .withMessageStartingWith("training diverged at step ")
          .withMessageContaining("wanted a finite number; try a lower learning rate")
          .satisfies(
              thrown -> {
                assertThat(thrown.term()).isIn("reconstruction", "divergence");
                assertThat(thrown.value()).isNotFinite();
                assertThat(thrown.step()).isBetween(1L, 3L);
              });
    }
  }

  @Test
  void divergenceInTheLastStepIsSeenByValidation() {
    TrainerConfig wild =
        SETTINGS
            .withEpochs(1)
            .withBatchSize(70)
            .withLearningRate(LearningRate.constant(1e30))
            .withOptimizer(Optimizer.sgd(0));
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(() -> new Trainer(wild).fit(vae, PICTURES, PICTURES))
          .withMessageStartingWith("training diverged at step 1 (epoch 1)");
    }
  }

  /** Its checksums are of the weights in it, whatever step they were taken at. */
  @Test
  void aModelSavedByAnotherThreadWhileItIsTrainedIsWhole(@TempDir Path folder) throws Exception {
    VaeConfig large = VaeConfig.dense(SHAPE).hidden(700, 700).latent(2).build();
    Path file = folder.resolve("snapshot.vae");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Vae vae = Vae.create(large, 1, backend)) {
      Trainer trainer = new Trainer(SETTINGS.withEpochs(1_000_000));
      Future<Integer> saving =
          other.submit(
              () -> {
                try {
                  for (int i = 0; i < 20; i++) {
                    vae.save(file);
                    ModelArchive.read(file);
                  }
                } finally {
                  trainer.stop();
                }
                return 20;
              });
      trainer.fit(vae, PICTURES, null);

      assertThat(saving.get()).isEqualTo(20);
    } finally {
      other.shutdown();
    }
  }

  @Test
  void stoppingEndsAfterTheStepAndKeepsWhatThereIs() {
    Trainer[] trainer = new Trainer[1];
    TrainingListener stopsAtSeven =
        new TrainingListener() {
          @Override
          public void onStep(Step step, Elbo loss) {
            if (step.epoch() == 2 && step.batch() == 2) {
              trainer[0].stop();
            }
          }
        };
    trainer[0] = new Trainer(SETTINGS, stopsAtSeven);
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history = trainer[0].fit(vae, PICTURES, PICTURES);

      assertThat(history.stopped()).isTrue();
      assertThat(history.of(EpochMetrics.Split.TRAIN)).hasSize(2);
      assertThat(history.of(EpochMetrics.Split.TRAIN).get(1).images()).isEqualTo(32);
      assertThat(history.of(EpochMetrics.Split.TEST)).hasSize(1);
      assertThat(vae.metrics().get("stopped").getAsBoolean()).isTrue();
    }
  }

  @Test
  void aStopBetweenTwoEpochsIsInTheModelToo() {
    Trainer[] trainer = new Trainer[1];
    TrainingListener stopsAfterTheFirst =
        new TrainingListener() {
          @Override
          public void onEpochEnd(Vae vae, int epoch) {
            trainer[0].stop();
          }
        };
    trainer[0] = new Trainer(SETTINGS, stopsAfterTheFirst);
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history = trainer[0].fit(vae, PICTURES, PICTURES);

      assertThat(history.of(EpochMetrics.Split.TRAIN)).hasSize(1);
      assertThat(history.stopped()).isTrue();
      assertThat(vae.metrics().get("stopped").getAsBoolean()).isTrue();
    }
  }

  @Test
  void aStopWithoutATrainingStopsNone() {
    Trainer[] trainer = new Trainer[1];
    TrainingListener stopsTheSecond =
        new TrainingListener() {
          private int steps;

          @Override
          public void onStep(Step step, Elbo loss) {
            if (++steps == 20) {
              trainer[0].stop();
            }
          }
        };
    trainer[0] = new Trainer(SETTINGS, stopsTheSecond);
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      trainer[0].stop();
      TrainingHistory first = trainer[0].fit(vae, PICTURES);
      TrainingHistory second = trainer[0].fit(vae, PICTURES);
      TrainingHistory third = trainer[0].fit(vae, PICTURES);

      assertThat(first.stopped()).isFalse();
      assertThat(first.epochs()).hasSize(3);
      assertThat(second.stopped()).isTrue();
      assertThat(second.epochs()).hasSize(1);
      assertThat(third.stopped()).isFalse();
      assertThat(third.epochs()).hasSize(3);
    }
  }

  @Test
  void aSignalThatIsGivenBeforeTheFirstStepStopsIt() {
    Trainer trainer = new Trainer(SETTINGS);
    AtomicInteger asked = new AtomicInteger();
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      double[] before = vae.parameters().toDoubles();
      TrainingHistory none = trainer.fit(vae, PICTURES, PICTURES, () -> true);
      assertThat(none.stopped()).isTrue();
      assertThat(none.epochs()).isEmpty();
      assertThat(vae.parameters().toDoubles()).isEqualTo(before);

      // A signal that is seen once holds, though it is gone afterwards.
      TrainingHistory some =
          trainer.fit(vae, PICTURES, PICTURES, () -> asked.incrementAndGet() == 4);
      assertThat(some.stopped()).isTrue();
      assertThat(some.epochs()).hasSize(1);
      assertThat(some.epochs().get(0).images()).isLessThan(70);
    }
  }

  @Test
  void aFiniteAbsurdityIsADivergence() {
    TrainerConfig wild = SETTINGS.withLearningRate(LearningRate.constant(1e3));
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(() -> new Trainer(wild).fit(vae, PICTURES, PICTURES))
          .withMessageMatching(
              "training diverged at step \\d \\(epoch 1\\): (reconstruction|divergence) was .*E.*,"
                  + " wanted at most .*, 1,000,000 times what training began with; try a lower"
                  + " learning rate or a warm-up of beta")
          .satisfies(thrown -> assertThat(thrown.value()).isFinite().isGreaterThan(1e7));
    }
  }

  /** The losses of the steps are sound here: only the validation sees the last weights. */
  @Test
  void aModelThatIsAThousandTimesWorseThanAtTheBeginningIsADivergence() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingListener spoils =
          new TrainingListener() {
            @Override
            public void onStep(Step step, Elbo loss) {
              if (step.epoch() == 2 && step.batch() == step.batches()) {
                float[] weights = new float[(int) vae.parameterCount()];
                vae.parameters().read(weights, 0);
                for (int i = 0; i < weights.length; i++) {
                  weights[i] *= 30;
                }
                vae.parameters().write(weights);
              }
            }
          };
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(() -> new Trainer(SETTINGS, spoils).fit(vae, PICTURES, PICTURES))
          .withMessageStartingWith("training diverged at step 10 (epoch 2): ")
          .withMessageContaining(" 1,000 times what training began with;");
    }
  }

  @Test
  void aWeightThatTheLastStepMadeInfiniteIsADivergence() {
    TrainerConfig one =
        SETTINGS
            .withEpochs(1)
            .withBatchSize(70)
            .withLearningRate(LearningRate.constant(1e300))
            .withOptimizer(Optimizer.sgd(0));
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(() -> new Trainer(one).fit(vae, PICTURES))
          .withMessageMatching(
              "training diverged at step 1 \\(epoch 1\\): a weight was .*, wanted a finite"
                  + " number; try .*");
      assertThat(vae.provenance()).isNull();
    }
  }

  @Test
  void imagesOutOfRangeAreRefusedByTheirNumberInTheSet() {
    ImageDataset bytes = new LastInBytes(PICTURES);
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThatExceptionOfType(ImageValueException.class)
          .isThrownBy(() -> new Trainer(SETTINGS).fit(vae, bytes, null))
          .withMessage("image 69 of bars has values up to 229.5, wanted [0, 1]: divide by 255");
      assertThatExceptionOfType(ImageValueException.class)
          .isThrownBy(() -> new Trainer(SETTINGS).fit(vae, PICTURES, bytes))
          .withMessage("image 69 of bars has values up to 229.5, wanted [0, 1]: divide by 255");
    }
  }

  @Test
  void picturesOfAnotherShapeAreRefused() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new Trainer(SETTINGS)
                      .fit(vae, new TestPictures(new ImageShape(6, 8, 1), 3), null))
          .withMessage("pictures of bars must be 8×6×1 as the model's, were 6×8×1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Trainer(SETTINGS).fit(vae, new TestPictures(SHAPE, 0), null))
          .withMessage("data set must have pictures, was empty: bars");
    }
  }

  /** The same pictures, but the last one is of bytes. */
  private record LastInBytes(TestPictures whole) implements DatasetView {
    @Override
    public void read(int index, float[] target, int offset) {
      whole.read(index, target, offset);
      for (int i = offset; index == size() - 1 && i < offset + shape().size(); i++) {
        target[i] *= 255;
      }
    }
  }

  @Test
  void aTrainingThatDoesNotFitIsRefusedBeforeItsFirstStepAndSaysWhatFits() {
    TrainerConfig large = SETTINGS.withBatchSize(64);
    long limit =
        SETTINGS.withBatchSize(20).memoryNeed(CONFIG, backend, 70, 70).total().peakNativeBytes();
    Backend small = LimitedBackend.of(backend, limit, 1 << 30);
    TrainingListener fails =
        new TrainingListener() {
          @Override
          public void onStep(Step step, Elbo loss) {
            throw new AssertionError("a step was made");
          }
        };
    try (Vae vae = Vae.create(CONFIG, 1, small)) {
      int fits = large.fittingBatchSize(CONFIG, small, 70, 70, small.availableMemory());
      assertThat(fits).isBetween(20, 63);
      assertThatExceptionOfType(InsufficientMemoryException.class)
          .isThrownBy(() -> new Trainer(large, fails).fit(vae, PICTURES, PICTURES))
          .withMessageMatching(
              "training needs about .* are free in a small machine; a batch size of .* fits");
      assertThat(vae.provenance()).isNull();
      assertThat(new Trainer(large.withBatchSize(20)).fit(vae, PICTURES, PICTURES).epochs())
          .hasSize(6);
    }
  }

  @Test
  void theLargestImagesThatFitHaveTheSameProportions() {
    VaeConfig photos = VaeConfig.conv(new ImageShape(300, 400, 3)).filters(4, 6).latent(2).build();
    long limit =
        SETTINGS
            .memoryNeed(
                VaeConfig.conv(new ImageShape(100, 133, 3)).filters(4, 6).latent(2).build(),
                backend,
                70,
                70)
            .total()
            .peakNativeBytes();

    assertThat(
            SETTINGS.fittingShape(
                photos,
                backend,
                70,
                70,
                LimitedBackend.of(backend, limit, 1 << 30).availableMemory()))
        .contains(new ImageShape(100, 133, 3));
  }
}
