package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Activation;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;
import vae4j.data.ImageShape;

class GlorotUniformTest {
  private static final int BEFORE = 11;
  private static final float UNTOUCHED = 9;

  static Stream<Arguments> layers() {
    Activation relu = Activation.relu();
    return Stream.of(
        // Fans 200 and 100; 9·40 and 9·60; the same backwards.
        Arguments.of(
            Named.of("dense", new Dense(100, relu)), new ImageShape(10, 10, 2), 300, 20_000),
        Arguments.of(
            Named.of("convolution", new Conv2D(60, 3, 2, relu)),
            new ImageShape(8, 8, 40),
            900,
            21_600),
        Arguments.of(
            Named.of("transposed", new Conv2DTranspose(8, 8, 60, 3, 2, relu)),
            new ImageShape(4, 4, 40),
            900,
            21_600));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void kernelsAreUniformWithinTheLimitAndNothingElseIsTouched(
      LayerSpec spec, ImageShape input, int fans, int weights) {
    ParameterLayout layout = new ParameterLayout();
    layout.add("another", BEFORE);
    Layer layer =
        new LayerStack.Builder("stack", input, layout).add("it", spec).build().layers().get(0);
    float[] untouched = new float[(int) layout.length() + 5];
    Arrays.fill(untouched, UNTOUCHED);

    float[] parameters = initialize(layer, new SplittableRandom(1), untouched);

    double limit = Math.sqrt(6.0 / fans);
    double sum = 0;
    double squares = 0;
    double smallest = 0;
    double largest = 0;
    for (int i = BEFORE; i < BEFORE + weights; i++) {
      sum += parameters[i];
      squares += (double) parameters[i] * parameters[i];
      smallest = Math.min(smallest, parameters[i]);
      largest = Math.max(largest, parameters[i]);
    }
    // float32 rounds by 6·10⁻⁸ at most.
    assertThat(largest).isLessThanOrEqualTo(limit * (1 + 1e-7));
    assertThat(smallest).isGreaterThanOrEqualTo(-limit * (1 + 1e-7));
    // Of 20,000 weights none beyond 99.5 % of the limit on one side: a chance of e⁻⁵⁰.
    assertThat(largest).isGreaterThan(0.995 * limit);
    assertThat(smallest).isLessThan(-0.995 * limit);
    // A uniform number has variance a²/3, its square variance 4a⁴/45. Five standard deviations of
    // each mean: wrong for 1 seed in 1.7 million.
    double variance = limit * limit / 3;
    assertThat(sum / weights).isCloseTo(0, within(5 * Math.sqrt(variance / weights)));
    assertThat(squares / weights)
        .isCloseTo(variance, within(5 * limit * limit * Math.sqrt(4.0 / 45 / weights)));
    for (int i = 0; i < parameters.length; i++) {
      if (i < BEFORE || i >= BEFORE + weights) {
        assertThat(parameters[i]).isEqualTo(UNTOUCHED);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    Layer layer = dense();
    float[] one = initialize(layer, new SplittableRandom(3), new float[8]);
    float[] other = initialize(layer, new SplittableRandom(3), new float[8]);

    assertThat(one).isEqualTo(other);
    // The biases, zero from the start, are the last two.
    assertThat(Arrays.copyOfRange(one, 6, 8)).containsOnly(0);
    assertThat(Arrays.copyOfRange(one, 0, 6)).doesNotContain(0);
  }

  @Test
  void aLayerWithoutWeightsDrawsNothing() {
    ImageShape shape = new ImageShape(1, 1, 4);
    Layer layer =
        new LayerStack.Builder("stack", shape, new ParameterLayout())
            .add("reshape", new Reshape(new ImageShape(2, 2, 1)))
            .build()
            .layers()
            .get(0);
    RandomGenerator unused =
        () -> {
          throw new AssertionError("random numbers were drawn");
        };
    assertThat(initialize(layer, unused, new float[] {1, 2})).containsExactly(1, 2);
  }

  /** What becomes of parameters. */
  private static float[] initialize(Layer layer, RandomGenerator random, float[] before) {
    float[] after = new float[before.length];
    try (Storage parameters = HostStorage.allocate(DataType.FLOAT, before.length)) {
      parameters.write(before);
      GlorotUniform.initialize(layer, random, parameters);
      parameters.read(after, 0);
    }
    return after;
  }

  private static Layer dense() {
    return new LayerStack.Builder("stack", new ImageShape(1, 1, 3), new ParameterLayout())
        .add("dense", new Dense(2, Activation.identity()))
        .build()
        .layers()
        .get(0);
  }
}
