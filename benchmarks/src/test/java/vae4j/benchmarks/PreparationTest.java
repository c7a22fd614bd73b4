package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.benchmarks.contender.Inputs;
import vae4j.benchmarks.contender.Report;
import vae4j.benchmarks.contender.Stopwatch;
import vae4j.benchmarks.contender.Task;
import vae4j.benchmarks.contender.UnavailableException;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.loss.LossMean;
import vae4j.train.Optimizer;

class PreparationTest {
  private static final ImageShape GREY = new ImageShape(32, 32, 1);

  @Test
  void aPassHasEachImageOnceInAnOrderOfItsOwn() {
    Inputs inputs = Preparation.inputs(scenario("batch-32"), extent(64), data(64));
    int[] first = IntStream.range(0, 64).map(i -> inputs.orders()[i]).toArray();
    int[] second = IntStream.range(64, 128).map(i -> inputs.orders()[i]).toArray();
    assertThat(first).isNotEqualTo(second);
    assertThat(IntStream.of(first).sorted().toArray())
        .containsExactly(IntStream.range(0, 64).toArray());
    assertThat(IntStream.of(second).sorted().toArray())
        .containsExactly(IntStream.range(0, 64).toArray());
  }

  @Test
  void orderAndNoiseAreThoseThatTheTrainerMakes() throws UnavailableException {
    Inputs inputs = Preparation.inputs(scenario("batch-32"), extent(64), data(64));
    Stopwatch stopwatch = new Stopwatch(64);
    try (Vae4jPeer contender = Vae4jPeer.open(inputs, "nd4j", "float32")) {
      contender.train(stopwatch);
    }
    assertThat(stopwatch.passes())
        .extracting(Report.Pass::result)
        .containsExactlyElementsOf(lossesOfInputs(inputs));
  }

  @Test
  void eachPixelIsRepeatedInLargerImages() {
    ImageDataset data = data(100);
    Inputs inputs = Preparation.inputs(scenario("colour-64"), extent(100), data);
    float[] small = new float[GREY.size()];
    data.read(7, small, 0);
    int start = 7 * 64 * 64 * 3;
    // Row 5, columns 9, of 64 are row 2, column 4 of 32.
    assertThat(inputs.images()[start + (5 * 64 + 9) * 3 + 2]).isEqualTo(small[2 * 32 + 4]);
  }

  @Test
  void moreImagesThanThereAreAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preparation.inputs(scenario("batch-32"), extent(96), data(64)))
        .withMessage("images must be at most the 64 of the set, was 96");
  }

  /** Trains on the inputs as they stand, step by step, with the same optimiser. */
  private static List<Double> lossesOfInputs(Inputs inputs) {
    Task task = inputs.task();
    List<Double> losses = new ArrayList<>();
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(Vae4jPeer.config(task), 0, backend);
        Optimizer.State adam = Optimizer.adam().start(backend, vae.parameterCount())) {
      vae.parameters().write(inputs.weights());
      for (int pass = 0; pass < task.warmUp() + task.passes(); pass++) {
        LossMean mean = new LossMean();
        for (int step = 0; step < task.steps(); step++) {
          long[] shape = {task.batch(), task.height(), task.width(), task.channels()};
          try (INDArray images = Nd4j.create(inputs.trainingBatch(pass, step), shape, 'c')) {
            RandomGenerator noise = given(inputs.trainingNoise(pass, step));
            mean.add(vae.training().lossAndGradient(images, noise, task.beta()), task.batch());
          }
          adam.update(vae.parameters(), vae.training().gradient(), task.adam().learningRate());
        }
        losses.add(mean.mean().objective());
      }
    }
    return losses;
  }

  private static RandomGenerator given(float[] noise) {
    return new RandomGenerator() {
      private int next;

      @Override
      public long nextLong() {
        throw new UnsupportedOperationException("normal numbers only");
      }

      @Override
      public double nextGaussian() {
        return noise[next++];
      }
    };
  }

  private static Scenario scenario(String name) {
    return Scenario.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static Preparation.Extent extent(int images) {
    return new Preparation.Extent(images, 1, 1, 1, 3);
  }

  private static ImageDataset data(int size) {
    float[] pixels = new float[size * GREY.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 31 % 97 / 97f;
    }
    return new ArrayDataset(GREY, pixels);
  }
}
