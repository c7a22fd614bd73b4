package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.fake.FakeDriver.Control;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.loss.KlWeight;
import vae4j.loss.LossTerms;
import vae4j.loss.Progress;
import vae4j.train.Decision;
import vae4j.train.LearningRate;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;
import vae4j.train.Training;
import vae4j.train.TrainingDivergedException;
import vae4j.train.TrainingListener;
import vae4j.train.TrainingState;

/** Training whose steps are recorded as one graph, on the driver without a GPU. */
class CudaRecordingTest {
  private static final ImageShape SHAPE = new ImageShape(6, 5, 1);
  private static final int BATCH = 4;

  /** 8 whole batches and one of 3 images in each of 3 epochs. */
  private static final int IMAGES = 35;

  @BeforeEach
  void onTheDriverWithoutGpu() {
    assumeTrue(FakeDriver.available(), () -> FakeDriver.unavailable().orElse(""));
    FakeDriver.reset();
  }

  private record Run(double[] weights, List<LossTerms> losses, List<Integer> batches) {}

  /** A schedule that says it depends on the losses, so that no step can be sent ahead. */
  private record Dependent(KlWeight weight) implements KlWeight {
    @Override
    public double at(Progress progress) {
      return weight.at(progress);
    }
  }

  /** The bars in black and white are bytes, as a data set that is kept on the device must be. */
  private static ImageDataset images(boolean bytes) {
    TestImages images = new TestImages(SHAPE, IMAGES);
    return bytes ? images.binarized(Binarization.THRESHOLD, 0) : images;
  }

  private static Run train(KlWeight beta, ImageDataset images) {
    VaeConfig config = VaeConfig.conv(SHAPE).filters(3, 4).latent(2).build();
    TrainerConfig settings =
        TrainerConfig.defaults()
            .withBatchSize(BATCH)
            .withEpochs(3)
            .withSeed(3)
            .withLearningRate(LearningRate.cosine(0.01))
            .withBeta(beta);
    List<LossTerms> losses = new ArrayList<>();
    List<Integer> batches = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public Decision onStep(Training training, Step step, LossTerms loss) {
            losses.add(loss);
            batches.add(step.batch());
            return Decision.CONTINUE;
          }
        };
    try (Backend backend = new CudaBackendProvider().open(BackendOptions.defaults());
        Vae vae = Vae.create(config, 5, backend)) {
      new Trainer(settings, listener).fit(vae, images);
      return new Run(vae.parameters().toDoubles(), losses, batches);
    }
  }

  /** Numbers are copied ahead and results come late: the losses and weights must be the same. */
  @ParameterizedTest
  @CsvSource({"0, false", "1, false", "0, true", "1, true"})
  void replayedStepsEqualPlainOnesToTheBit(int late, boolean bytes) {
    FakeDriver.set(Control.LATE, late);
    Run plain = train(new Dependent(KlWeight.warmUp(2, 2)), images(bytes));
    assertThat(FakeDriver.get(Control.GRAPH_LAUNCHES)).isZero();

    Run recorded = train(KlWeight.warmUp(2, 2), images(bytes));

    // All but the first step and the short ones.
    assertThat(FakeDriver.get(Control.GRAPH_LAUNCHES)).isEqualTo(3 * 8 - 1);
    assertThat(recorded.losses).isEqualTo(plain.losses);
    assertThat(recorded.batches).isEqualTo(plain.batches);
    assertThat(recorded.batches.subList(0, 9))
        .isEqualTo(IntStream.rangeClosed(1, 9).boxed().toList());
    assertThat(Arrays.equals(recorded.weights, plain.weights)).isTrue();
    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_HOST)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_CONTEXTS)).isZero();
    assertThat(FakeDriver.get(Control.LEAKED)).isZero();
  }

  /** Losses come back late, and say of which step they are. */
  @Test
  void aRunThatDivergesNamesItsStep() {
    TrainingDivergedException plain = diverge(new Dependent(KlWeight.constant(1)));
    assertThat(FakeDriver.get(Control.GRAPH_LAUNCHES)).isZero();

    TrainingDivergedException recorded = diverge(KlWeight.constant(1));

    assertThat(FakeDriver.get(Control.GRAPH_LAUNCHES)).isPositive();
    assertThat(recorded).hasMessage(plain.getMessage()).hasMessageContaining("step 13");
    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
  }

  /** One step in the second epoch is far too long. */
  private record Jump() implements LearningRate {
    @Override
    public double at(Progress progress) {
      return progress.step() == 12 ? 1e30 : 1e-3;
    }

    @Override
    public boolean dependsOnTerms() {
      return false;
    }
  }

  private static TrainingDivergedException diverge(KlWeight beta) {
    VaeConfig config = VaeConfig.conv(SHAPE).filters(3, 4).latent(2).build();
    TrainerConfig settings =
        TrainerConfig.defaults()
            .withBatchSize(BATCH)
            .withEpochs(3)
            .withSeed(3)
            .withLearningRate(new Jump())
            .withBeta(beta);
    try (Backend backend = new CudaBackendProvider().open(BackendOptions.defaults());
        Vae vae = Vae.create(config, 5, backend)) {
      return catchThrowableOfType(
          TrainingDivergedException.class, () -> new Trainer(settings).fit(vae, images(true)));
    }
  }

  /** A state that a listener takes in mid-epoch is that of all steps which were sent. */
  @Test
  void aStateTakenOnTheWayGoesOnToTheSameWeights() {
    Run whole = train(KlWeight.constant(1), images(true));
    List<TrainingState> states = new ArrayList<>();
    VaeConfig config = VaeConfig.conv(SHAPE).filters(3, 4).latent(2).build();
    TrainerConfig settings =
        TrainerConfig.defaults()
            .withBatchSize(BATCH)
            .withEpochs(3)
            .withSeed(3)
            .withLearningRate(LearningRate.cosine(0.01))
            .withBeta(KlWeight.constant(1));
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public Decision onStep(Training training, Step step, LossTerms loss) {
            if (step.epoch() == 2 && step.batch() == 3) {
              states.add(training.state());
            }
            return Decision.CONTINUE;
          }
        };
    try (Backend backend = new CudaBackendProvider().open(BackendOptions.defaults())) {
      try (Vae vae = Vae.create(config, 5, backend)) {
        new Trainer(settings, keeping).fit(vae, images(true));
        assertThat(Arrays.equals(vae.parameters().toDoubles(), whole.weights)).isTrue();
      }
      try (Vae vae = Vae.create(config, 77, backend)) {
        new Trainer(settings).resume(vae, images(true), null, states.get(0));
        assertThat(Arrays.equals(vae.parameters().toDoubles(), whole.weights)).isTrue();
      }
    }
  }
}
