package vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.InsufficientMemoryException;
import vae4j.LimitedBackend;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Binarization;
import vae4j.data.DatasetView;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.data.ImageValueException;
import vae4j.io.ModelArchive;
import vae4j.loss.KlWeight;
import vae4j.loss.LossTerms;

class TrainerTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);
  private static final VaeConfig CONFIG = VaeConfig.conv(SHAPE).filters(4, 6).latent(2).build();
  private static final TestImages IMAGES = new TestImages(SHAPE, 70);
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
  void lossFallsAndEveryImageCounts() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history =
          new Trainer(SETTINGS.withEpochs(30)).fit(vae, IMAGES, IMAGES.take(20));

      List<EpochMetrics> train = history.of(EpochMetrics.Split.TRAIN);
      assertThat(train).hasSize(30).allMatch(line -> line.images() == 70);
      assertThat(history.of(EpochMetrics.Split.TEST)).hasSize(30).allMatch(l -> l.images() == 20);
      // Entropy of the pixels, the least that any model can reach: 48 · H(0.1) = 15.6 nats.
      assertThat(train.get(0).loss().reconstruction()).isGreaterThan(25);
      assertThat(train.get(29).loss().reconstruction()).isBetween(15.6, 25.0);
      assertThat(history.stopped()).isFalse();
    }
  }

  @Test
  void sameSeedGivesTheSameModelToTheBit() {
    List<double[]> trained = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (Vae vae = Vae.create(CONFIG, 1, backend)) {
        new Trainer(SETTINGS).fit(vae, IMAGES, run == 0 ? null : IMAGES);
        trained.add(vae.parameters().toDoubles());
      }
    }
    assertThat(trained.get(0)).isEqualTo(trained.get(1));
  }

  @Test
  void metricsAndProvenanceStayWithTheModel() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history = new Trainer(SETTINGS).fit(vae, IMAGES, null);

      assertThat(vae.metrics()).isEqualTo(history.toJson());
      assertThat(vae.provenance()).isNotNull();
      assertThat(vae.provenance().dataset()).isEqualTo("bars");
      assertThat(vae.provenance().seed()).isEqualTo(42);
      assertThat(vae.provenance().settings()).isEqualTo(SETTINGS.toJson());
    }
  }

  @Test
  void listenersHearEveryStepWithItsBeta() {
    List<LossTerms> steps = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public Decision onStep(Training training, Step step, LossTerms loss) {
            steps.add(loss);
            assertThat(step.batches()).isEqualTo(5);
            assertThat(step.batch()).isEqualTo((steps.size() - 1) % 5 + 1);
            return Decision.CONTINUE;
          }

          @Override
          public Decision onEpochEnd(Training training, int epoch) {
            ends.add(epoch);
            return Decision.CONTINUE;
          }
        };
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      new Trainer(SETTINGS.withBeta(KlWeight.warmUp(4, 2)), listener).fit(vae, IMAGES, null);
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
          .isThrownBy(() -> new Trainer(wild).fit(vae, IMAGES, null))
          .withMessageStartingWith("training diverged at step ")
          .withMessageContaining("wanted a finite number; try a lower learning rate")
          .satisfies(
              thrown -> {
                assertThat(thrown.term()).isIn("reconstruction", "kl");
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
          .isThrownBy(() -> new Trainer(wild).fit(vae, IMAGES, IMAGES))
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
      trainer.fit(vae, IMAGES, null);

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
          public Decision onStep(Training training, Step step, LossTerms loss) {
            if (step.epoch() == 2 && step.batch() == 2) {
              trainer[0].stop();
            }
            return Decision.CONTINUE;
          }
        };
    trainer[0] = new Trainer(SETTINGS, stopsAtSeven);
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history = trainer[0].fit(vae, IMAGES, IMAGES);

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
          public Decision onEpochEnd(Training training, int epoch) {
            trainer[0].stop();
            return Decision.CONTINUE;
          }
        };
    trainer[0] = new Trainer(SETTINGS, stopsAfterTheFirst);
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history = trainer[0].fit(vae, IMAGES, IMAGES);

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
          public Decision onStep(Training training, Step step, LossTerms loss) {
            if (++steps == 20) {
              trainer[0].stop();
            }
            return Decision.CONTINUE;
          }
        };
    trainer[0] = new Trainer(SETTINGS, stopsTheSecond);
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      trainer[0].stop();
      TrainingHistory first = trainer[0].fit(vae, IMAGES);
      TrainingHistory second = trainer[0].fit(vae, IMAGES);
      TrainingHistory third = trainer[0].fit(vae, IMAGES);

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
      TrainingHistory none = trainer.fit(vae, IMAGES, IMAGES, () -> true);
      assertThat(none.stopped()).isTrue();
      assertThat(none.epochs()).isEmpty();
      assertThat(vae.parameters().toDoubles()).isEqualTo(before);

      // A signal that is seen once holds, though it is gone afterwards.
      TrainingHistory some = trainer.fit(vae, IMAGES, IMAGES, () -> asked.incrementAndGet() == 4);
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
          .isThrownBy(() -> new Trainer(wild).fit(vae, IMAGES, IMAGES))
          .withMessageMatching(
              "training diverged at step \\d \\(epoch 1\\): (reconstruction|kl) was .*E.*,"
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
            public Decision onStep(Training training, Step step, LossTerms loss) {
              if (step.epoch() == 2 && step.batch() == step.batches()) {
                float[] weights = new float[(int) vae.parameters().length()];
                vae.parameters().read(weights, 0);
                for (int i = 0; i < weights.length; i++) {
                  weights[i] *= 30;
                }
                vae.update(parameters -> parameters.write(weights));
              }
              return Decision.CONTINUE;
            }
          };
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(() -> new Trainer(SETTINGS, spoils).fit(vae, IMAGES, IMAGES))
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
          .isThrownBy(() -> new Trainer(one).fit(vae, IMAGES))
          .withMessageMatching(
              "training diverged at step 1 \\(epoch 1\\): a weight was .*, wanted a finite"
                  + " number; try .*");
      assertThat(vae.provenance()).isNull();
    }
  }

  @Test
  void imagesOutOfRangeAreRefusedByTheirNumberInTheSet() {
    ImageDataset bytes = new LastInBytes(IMAGES);
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThatExceptionOfType(ImageValueException.class)
          .isThrownBy(() -> new Trainer(SETTINGS).fit(vae, bytes, null))
          .withMessage("image 69 of bars has values up to 229.5, wanted [0, 1]: divide by 255");
      assertThatExceptionOfType(ImageValueException.class)
          .isThrownBy(() -> new Trainer(SETTINGS).fit(vae, IMAGES, bytes))
          .withMessage("image 69 of bars has values up to 229.5, wanted [0, 1]: divide by 255");
    }
  }

  @Test
  void imagesOfAnotherShapeAreRefused() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new Trainer(SETTINGS).fit(vae, new TestImages(new ImageShape(6, 8, 1), 3), null))
          .withMessage("images of bars must be 8×6×1 as the model's, were 6×8×1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Trainer(SETTINGS).fit(vae, new TestImages(SHAPE, 0), null))
          .withMessage("data set must have images, was empty: bars");
    }
  }

  /** The same images, but the last one is of bytes. */
  private record LastInBytes(TestImages whole) implements DatasetView {
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
          public Decision onStep(Training training, Step step, LossTerms loss) {
            throw new AssertionError("a step was made");
          }
        };
    try (Vae vae = Vae.create(CONFIG, 1, small)) {
      int fits = large.fittingBatchSize(CONFIG, small, 70, 70, small.availableMemory());
      assertThat(fits).isBetween(20, 63);
      assertThatExceptionOfType(InsufficientMemoryException.class)
          .isThrownBy(() -> new Trainer(large, fails).fit(vae, IMAGES, IMAGES))
          .withMessageMatching(
              "training needs about .* are free in a small machine; a batch size of .* fits");
      assertThat(vae.provenance()).isNull();
      assertThat(new Trainer(large.withBatchSize(20)).fit(vae, IMAGES, IMAGES).epochs()).hasSize(6);
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

  /** Taken in the middle of an epoch, with random binarisation, momentum and a warm-up. */
  @ParameterizedTest
  @ValueSource(ints = {3, 5, 8})
  void aResumedTrainingEndsWhereTheWholeOneDoes(int steps) {
    TrainerConfig config =
        SETTINGS
            .withBinarization(Binarization.STOCHASTIC)
            .withBeta(KlWeight.warmUp(2, 2))
            .withLearningRate(LearningRate.cosine(0.01));
    AtomicReference<TrainingState> taken = new AtomicReference<>();
    TrainingListener takes =
        new TrainingListener() {
          private int count;

          @Override
          public Decision onStep(Training training, Step step, LossTerms loss) {
            if (++count == steps) {
              taken.set(training.state());
            }
            return Decision.CONTINUE;
          }
        };
    try (Vae whole = Vae.create(CONFIG, 1, backend);
        Vae resumed = Vae.create(CONFIG, 2, backend)) {
      TrainingHistory all = new Trainer(config, takes).fit(whole, IMAGES, IMAGES);
      TrainingHistory rest = new Trainer(config).resume(resumed, IMAGES, IMAGES, taken.get());

      assertThat(resumed.parameters().toDoubles()).isEqualTo(whole.parameters().toDoubles());
      assertThat(rest.last(EpochMetrics.Split.TEST).orElseThrow().loss())
          .isEqualTo(all.last(EpochMetrics.Split.TEST).orElseThrow().loss());
      assertThat(taken.get().tensors())
          .containsKeys("weights/encoder/conv1/weights", "optimizer/first_moment");
    }
  }

  @Test
  void aStateOfAnotherModelIsRefused() {
    AtomicReference<TrainingState> taken = new AtomicReference<>();
    TrainingListener takes =
        new TrainingListener() {
          @Override
          public void onEnd(Training training, TrainingHistory history) {
            taken.set(training.state());
          }
        };
    VaeConfig other = VaeConfig.conv(CONFIG.input()).filters(3).latent(2).build();
    try (Vae vae = Vae.create(CONFIG, 1, backend);
        Vae another = Vae.create(other, 1, backend)) {
      new Trainer(SETTINGS, takes).fit(vae, IMAGES);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Trainer(SETTINGS).resume(another, IMAGES, null, taken.get()))
          .withMessageMatching("training state must have \\d+ numbers of weights/.*, had \\d+");
    }
  }

  @Test
  void aListenerEndsTheTrainingWithItsReason() {
    TrainingListener patience =
        new TrainingListener() {
          @Override
          public Decision onEpoch(Training training, EpochMetrics metrics) {
            return metrics.epoch() == 2 && metrics.split() == EpochMetrics.Split.TEST
                ? Decision.stop("it is good enough")
                : Decision.CONTINUE;
          }
        };
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history = new Trainer(SETTINGS, patience).fit(vae, IMAGES, IMAGES);

      assertThat(history.stopReason()).isEqualTo("it is good enough");
      assertThat(history.stopped()).isFalse();
      assertThat(history.of(EpochMetrics.Split.TEST)).hasSize(2);
      assertThat(vae.metrics().get("stop_reason").getAsString()).isEqualTo("it is good enough");
    }
  }

  /** Two gradients a step, added by a reducer, are one step of twice the gradient. */
  @Test
  void aReducerComesBetweenGradientAndUpdate() {
    List<Long> steps = new ArrayList<>();
    GradientReducer skips =
        (reducing, gradient, step) -> {
          steps.add(step);
          return false;
        };
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      double[] before = vae.parameters().toDoubles();
      new Trainer(SETTINGS, skips).fit(vae, IMAGES);
      assertThat(vae.parameters().toDoubles()).isEqualTo(before);
      assertThat(steps).hasSize(15).startsWith(0L, 1L);
    }
  }

  @Test
  void aWeightSeesTheKlOfItsOwnStep() {
    List<Double> seen = new ArrayList<>();
    List<LossTerms> losses = new ArrayList<>();
    KlWeight controller =
        progress -> {
          seen.add(progress.terms().getOrDefault("kl", Double.NaN));
          return 1 / (1 + progress.terms().getOrDefault("kl", 0.0));
        };
    TrainingListener keeps =
        new TrainingListener() {
          @Override
          public Decision onStep(Training training, Step step, LossTerms loss) {
            losses.add(loss);
            return Decision.CONTINUE;
          }
        };
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      new Trainer(SETTINGS.withBeta(controller), keeps).fit(vae, IMAGES);
    }
    for (int i = 0; i < losses.size(); i++) {
      assertThat(seen.get(i)).isEqualTo(losses.get(i).kl());
      assertThat(losses.get(i).beta()).isCloseTo(1 / (1 + losses.get(i).kl()), within(1e-12));
    }
  }

  @Test
  void anExtraTermIsTrainedAndRecorded() {
    try (Vae vae = Vae.create(CONFIG, 1, backend)) {
      TrainingHistory history =
          new Trainer(SETTINGS.withExtraTerm("total_correlation", 3)).fit(vae, IMAGES, IMAGES);
      LossTerms loss = history.last(EpochMetrics.Split.TRAIN).orElseThrow().loss();
      assertThat(loss.values()).containsKey("total_correlation");
      assertThat(loss.objective())
          .isCloseTo(
              loss.reconstruction() + loss.kl() + 3 * loss.value("total_correlation"),
              within(1e-9));
      assertThat(vae.graph().terms()).hasSize(2);
    }
  }
}
