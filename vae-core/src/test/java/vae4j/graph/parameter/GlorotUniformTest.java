package vae4j.graph.parameter;

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
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.kernel.Activation;
import vae4j.data.ImageShape;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Value;
import vae4j.layer.Conv2D;
import vae4j.layer.Conv2DTranspose;
import vae4j.layer.Dense;
import vae4j.layer.Layer;
import vae4j.layer.Layers;

class GlorotUniformTest {
  static Stream<Arguments> layers() {
    Activation relu = Activation.relu();
    return Stream.of(
        // Fans 200 and 100; 9·40 and 9·60; the same backwards.
        Arguments.of(
            Named.<Layer>of("dense", new Dense(100, relu)), new ImageShape(10, 10, 2), 300, 20_000),
        Arguments.of(
            Named.<Layer>of("convolution", new Conv2D(60, 3, 2, relu)),
            new ImageShape(8, 8, 40),
            900,
            21_600),
        Arguments.of(
            Named.<Layer>of("transposed", new Conv2DTranspose(8, 8, 60, 3, 2, relu)),
            new ImageShape(4, 4, 40),
            900,
            21_600));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void weightsAreUniformWithinTheLimitAndBiasesZero(
      Layer spec, ImageShape input, int fans, int weights) {
    GraphBuilder graph = new GraphBuilder();
    Value value = graph.input("image", input);
    spec.add(graph, "it", value);

    float[] parameters = initialize(graph, new SplittableRandom(1));

    double limit = Math.sqrt(6.0 / fans);
    double sum = 0;
    double squares = 0;
    double smallest = 0;
    double largest = 0;
    for (int i = 0; i < weights; i++) {
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
    assertThat(Arrays.copyOfRange(parameters, weights, parameters.length)).containsOnly(0);
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    float[] one = initialize(dense(), new SplittableRandom(3));
    float[] other = initialize(dense(), new SplittableRandom(3));

    assertThat(one).isEqualTo(other);
    // The biases, zero from the start, are the last two.
    assertThat(Arrays.copyOfRange(one, 6, 8)).containsOnly(0);
    assertThat(Arrays.copyOfRange(one, 0, 6)).doesNotContain(0);
  }

  @Test
  void scalesOfANormalizationAreOneAndItsBiasesZeroAndNothingIsDrawn() {
    RandomGenerator unused =
        () -> {
          throw new AssertionError("random numbers were drawn");
        };
    GraphBuilder graph = new GraphBuilder();
    Value value = graph.input("image", new ImageShape(2, 2, 4));
    Layers.groupNormalization(2).add(graph, "norm", value);

    assertThat(initialize(graph, unused)).containsExactly(1, 1, 1, 1, 0, 0, 0, 0);
  }

  private static float[] initialize(GraphBuilder graph, RandomGenerator random) {
    ParameterLayout layout = graph.build().layout();
    float[] values = new float[(int) layout.length()];
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults());
        ParameterStore store = new ParameterStore(layout, backend)) {
      GlorotUniform.initialize(layout, random, store);
      store.group(Parameter.MODEL).read(values, 0);
    }
    return values;
  }

  private static GraphBuilder dense() {
    GraphBuilder graph = new GraphBuilder();
    Value value = graph.input("image", new ImageShape(1, 1, 3));
    new Dense(2, Activation.identity()).add(graph, "dense", value);
    return graph;
  }
}
