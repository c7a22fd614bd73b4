package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.fake.FakeDriver.Control;
import vae4j.data.ImageShape;
import vae4j.loss.Likelihood;
import vae4j.loss.LossTerms;
import vae4j.train.Decision;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;
import vae4j.train.Training;
import vae4j.train.TrainingListener;

/** Training on several GPUs against one, on the driver without a GPU. */
class SeveralGpusTest {
  private static final ImageShape SHAPE = new ImageShape(6, 5, 1);

  @BeforeEach
  void onTheDriverWithoutGpu() {
    assumeTrue(FakeDriver.available(), () -> FakeDriver.unavailable().orElse(""));
    FakeDriver.reset();
  }

  private record Run(double[] weights, List<LossTerms> losses) {}

  private static Run train(int devices, Likelihood likelihood) {
    VaeConfig config = VaeConfig.conv(SHAPE).filters(3, 4).latent(2).likelihood(likelihood).build();
    TrainerConfig settings = TrainerConfig.defaults().withBatchSize(8).withEpochs(2).withSeed(3);
    List<LossTerms> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public Decision onStep(Training training, Step step, LossTerms loss) {
            losses.add(loss);
            return Decision.CONTINUE;
          }
        };
    List<Backend> backends = new ArrayList<>();
    BackendOptions options = new BackendOptions(0, DataType.DOUBLE);
    try {
      for (int device = 0; device < devices; device++) {
        backends.add(new CudaBackendProvider().open(options.withDevice(device)));
      }
      try (Vae vae = Vae.create(config, 5, backends.get(0))) {
        new Trainer(settings, listener)
            .withReplicas(backends.subList(1, devices))
            // Two whole batches, and one of a single image, which one device takes alone.
            .fit(vae, new TestImages(SHAPE, 17));
        return new Run(vae.parameters().toDoubles(), losses);
      }
    } finally {
      backends.forEach(Backend::close);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 0", "2, 0, 0", "2, 1, 1", "3, 1, 1"})
  void theyLearnWhatOneLearns(int devices, int peerAccess, int late) {
    FakeDriver.set(Control.DEVICES, devices);
    FakeDriver.set(Control.PEER_ACCESS, peerAccess);
    FakeDriver.set(Control.LATE, late);
    for (Likelihood likelihood :
        new Likelihood[] {Likelihood.bernoulli(), Likelihood.gaussianLearnedVariance()}) {
      Run one = train(1, likelihood);

      Run several = train(devices, likelihood);

      assertThat(several.losses).hasSameSizeAs(one.losses);
      for (int i = 0; i < one.losses.size(); i++) {
        double expected = one.losses.get(i).objective();
        assertThat(several.losses.get(i).objective())
            .as("%s, step %d", likelihood, i)
            .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
      }
      for (int i = 0; i < one.weights.length; i++) {
        assertThat(several.weights[i]).isCloseTo(one.weights[i], within(1e-8));
      }
    }
    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_CONTEXTS)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_EVENTS)).isZero();
  }
}
