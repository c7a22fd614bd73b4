package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Precision;
import vae4j.backend.kernel.Activation;
import vae4j.cuda.driver.Devices;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.fake.FakeDriver.Control;
import vae4j.cuda.library.WeightsLayout;
import vae4j.data.ImageShape;
import vae4j.train.Optimizer;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

/** Whole models whose layers run on a library against the same on the backend's own kernels. */
class ModelOnLibrariesTest {
  private static final ImageShape SHAPE = new ImageShape(6, 5, 1);

  @TempDir private Path folder;

  @BeforeEach
  void onTheDriverWithoutGpu() {
    assumeTrue(FakeDriver.available(), () -> FakeDriver.unavailable().orElse(""));
    FakeDriver.reset();
    assertThat(Devices.problem()).isEmpty();
  }

  private OwnLibrary library(WeightsLayout layout, boolean fuses) {
    return new OwnLibrary(folder.resolve("choices.json"), layout, fuses, OwnCandidate.Kind.RIGHT);
  }

  private static VaeConfig config() {
    return VaeConfig.conv(SHAPE)
        .filters(3, 4)
        .hidden(7)
        .latent(2)
        .activation(Activation.silu())
        .build();
  }

  /** Weights and some reconstructions after training whose steps, and inference, are recorded. */
  private static double[] recorded(Backend backend, boolean records) {
    TestImages images = new TestImages(SHAPE, 11);
    TrainerConfig settings = TrainerConfig.defaults().withBatchSize(4).withEpochs(2).withSeed(3);
    FakeDriver.set(Control.CAPTURE_FAILS, 0);
    try (Vae vae = Vae.create(config(), 5, backend);
        INDArray batch = Nd4j.create(images.all(), 11, 6, 5, 1)) {
      FakeDriver.set(Control.CAPTURE_FAILS, records ? 0 : 1);
      new Trainer(settings).fit(vae, images);
      DoubleStream all = DoubleStream.of(vae.parameters().toDoubles());
      for (int i = 0; i < 4; i++) {
        try (INDArray image = vae.reconstruct(batch)) {
          all = DoubleStream.concat(all, DoubleStream.of(image.data().asDouble()));
        }
      }
      return all.toArray();
    }
  }

  /** Weights after three steps, one by one. */
  private static double[] plain(Backend backend) {
    TestImages images = new TestImages(SHAPE, 4);
    SplittableRandom noise = new SplittableRandom(9);
    try (Vae vae = Vae.create(config(), 5, backend);
        INDArray batch = Nd4j.create(images.all(), 4, 6, 5, 1);
        Optimizer.State optimizer = Optimizer.adam().start(backend, vae.parameters().length())) {
      for (int step = 0; step < 3; step++) {
        vae.training().lossAndGradient(batch, noise, 1.3);
        optimizer.update(vae.parameters(), vae.training().gradient(), 1e-2);
      }
      return vae.parameters().toDoubles();
    }
  }

  private static double distance(double[] a, double[] b) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      size += b[i] * b[i];
    }
    return Math.sqrt(difference / size);
  }

  private static Backend own(Precision precision) {
    return new CudaBackend(BackendOptions.defaults().withPrecision(precision));
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, OURS, true", "FLOAT32, KRSC, true", "FLOAT32, KRSC, false", "TF32, KRSC, true",
    "BF16, OURS, true", "BF16, KRSC, true", "BF16, KRSC, false", "FP16, KRSC, true"
  })
  void threeStepsAreThoseOfTheBackendsOwnKernels(
      Precision precision, WeightsLayout layout, boolean fuses) {
    OwnLibrary library = library(layout, fuses);
    double[] expected;
    try (Backend backend = own(precision)) {
      expected = plain(backend);
    }
    double[] found;
    try (Backend backend = library.open(precision)) {
      found = plain(backend);
    }

    requireEqual(precision, found, expected);
    requireNothingLeft(library);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, OURS, true, 0",
    "FLOAT32, KRSC, true, 1",
    "FLOAT32, KRSC, false, 0",
    "BF16, OURS, false, 1",
    "BF16, KRSC, true, 0"
  })
  void recordedStepsAndInferenceAreThoseOfTheBackendsOwnKernels(
      Precision precision, WeightsLayout layout, boolean fuses, int late) {
    OwnLibrary library = library(layout, fuses);
    FakeDriver.set(Control.LATE, late);
    double[] expected;
    try (Backend backend = own(precision)) {
      expected = recorded(backend, true);
    }
    long own = FakeDriver.get(Control.GRAPH_LAUNCHES);
    double[] found;
    try (Backend backend = library.open(precision)) {
      found = recorded(backend, true);
    }

    assertThat(FakeDriver.get(Control.GRAPH_LAUNCHES)).isGreaterThan(2 * own);
    requireEqual(precision, found, expected);
    requireNothingLeft(library);
  }

  @Test
  void recordedStepsEqualPlainOnesToTheBit() {
    OwnLibrary library = library(WeightsLayout.KRSC, true);
    for (Precision precision : List.of(Precision.FLOAT32, Precision.BF16)) {
      double[] first;
      try (Backend backend = library.open(precision)) {
        first = recorded(backend, true);
      }
      int timed = library.timed.size();
      int runs = library.runs;
      double[] second;
      try (Backend backend = library.open(precision)) {
        second = recorded(backend, false);
      }

      assertThat(second).containsExactly(first);
      assertThat(library.timed).hasSize(timed);
      assertThat(library.runs).isGreaterThan(runs);
    }
    requireNothingLeft(library);
  }

  private static void requireEqual(Precision precision, double[] found, double[] expected) {
    if (precision == Precision.FLOAT32 || precision == Precision.TF32) {
      assertThat(found).containsExactly(expected);
    } else {
      // Adam moves a number whose gradient is nearly zero by its sign alone.
      assertThat(distance(found, expected)).isBetween(1e-12, 0.02);
    }
  }

  private static void requireNothingLeft(OwnLibrary library) {
    assertThat(library.runs).isPositive();
    assertThat(library.open).isZero();
    assertThat(library.libraries).isZero();
    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_HOST)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_EVENTS)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_EXECUTABLES)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_CONTEXTS)).isZero();
    assertThat(FakeDriver.get(Control.LEAKED)).isZero();
  }
}
