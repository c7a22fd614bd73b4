package vae4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.Backends;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.data.Batch;
import vae4j.data.ImageShape;
import vae4j.graph.parameter.Parameter;
import vae4j.latent.GaussianMixture;
import vae4j.loss.ExtraTerm;
import vae4j.loss.Likelihood;

/** The gradient of whole models against central differences, in float64. */
class GradientCheckTest {
  private static final double STEP = 1e-4;

  private static final int MOST_CHECKED = 40;

  private static double worstOfAll;

  @AfterAll
  static void sayTheWorst() {
    System.out.printf("worst relative error of all gradients: %.1e%n", worstOfAll);
  }

  static Stream<Arguments> models() {
    List<Named<VaeConfig>> configs = new ArrayList<>();
    ImageShape odd = new ImageShape(5, 4, 3);
    ImageShape grey = new ImageShape(6, 5, 1);
    for (Activation activation :
        List.of(
            Activation.relu(),
            Activation.leakyRelu(0.2),
            Activation.silu(),
            Activation.tanh(),
            Activation.identity())) {
      configs.add(
          Named.of(
              "conv, odd colour images, " + activation,
              VaeConfig.conv(odd).filters(3, 2).latent(2).activation(activation).build()));
      configs.add(
          Named.of(
              "dense, " + activation,
              VaeConfig.dense(new ImageShape(4, 3, 2))
                  .hidden(6, 5)
                  .latent(3)
                  .activation(activation)
                  .build()));
    }
    for (Likelihood likelihood :
        List.of(
            Likelihood.bernoulli(),
            Likelihood.gaussian(0.5),
            Likelihood.gaussianLearnedVariance())) {
      configs.add(
          Named.of(
              "conv, stride 1, " + likelihood,
              VaeConfig.conv(grey)
                  .filters(8, 2)
                  .stride(1)
                  .latent(1)
                  .likelihood(likelihood)
                  .build()));
      configs.add(
          Named.of(
              "conv, hidden layer, kernel 5, " + likelihood,
              VaeConfig.conv(odd)
                  .filters(2)
                  .kernel(5)
                  .hidden(4)
                  .latent(2)
                  .likelihood(likelihood)
                  .activation(Activation.tanh())
                  .build()));
    }
    configs.add(
        Named.of(
            "plain autoencoder",
            VaeConfig.conv(odd)
                .filters(2, 3)
                .latent(2)
                .activation(Activation.silu())
                .autoencoder()
                .build()));
    return Stream.of(1, 3).flatMap(batch -> onEveryBackend(batch, configs));
  }

  private static Stream<Arguments> onEveryBackend(int batch, List<Named<VaeConfig>> configs) {
    return Backends.providers().stream()
        .filter(provider -> provider.unavailable(new BackendOptions(1, DataType.DOUBLE)).isEmpty())
        .flatMap(
            provider ->
                configs.stream()
                    .map(
                        config ->
                            Arguments.of(Named.of(provider.name(), provider), batch, config)));
  }

  @ParameterizedTest(name = "{0}, batch {1}, {2}")
  @MethodSource("models")
  void gradientOfTheObjectiveEqualsCentralDifferences(
      BackendProvider provider, int batch, VaeConfig config) {
    check(provider, batch, config);
  }

  static Stream<Arguments> graphs() {
    ImageShape odd = new ImageShape(5, 4, 3);
    ImageShape small = new ImageShape(3, 4, 1);
    VaeConfig.Builder conv = VaeConfig.conv(odd).filters(4, 3).latent(2);
    Activation tanh = Activation.tanh();
    List<Named<VaeConfig>> configs =
        List.of(
            Named.of("conditional conv", conv.conditional(3).build()),
            Named.of("conditional, hidden", conv.conditional(3).hidden(4).activation(tanh).build()),
            Named.of(
                "conditional dense",
                VaeConfig.dense(odd).hidden(6).latent(2).conditional(3).activation(tanh).build()),
            Named.of(
                "residual",
                VaeConfig.conv(small)
                    .filters(8)
                    .stride(3)
                    .kernel(1)
                    .residual(1)
                    .latent(1)
                    .activation(tanh)
                    .build()),
            Named.of("spatial", VaeConfig.conv(odd).filters(4, 3).spatialLatent(2).build()),
            Named.of(
                "conditional spatial residual",
                VaeConfig.conv(small)
                    .filters(8)
                    .stride(3)
                    .kernel(1)
                    .residual(1)
                    .spatialLatent(2)
                    .conditional(3)
                    .activation(Activation.silu())
                    .build()),
            Named.of(
                "conditional, mixture prior of each class",
                VaeConfig.dense(odd)
                    .hidden(5)
                    .latent(2)
                    .conditional(3)
                    .prior(new GaussianMixture(2))
                    .activation(tanh)
                    .build()),
            Named.of(
                "mixture prior",
                VaeConfig.dense(odd).hidden(5).latent(3).prior(new GaussianMixture(4)).build()));
    return onEveryBackend(3, configs);
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("graphs")
  void gradientOfOtherGraphsEqualsCentralDifferences(
      BackendProvider provider, int batch, VaeConfig config) {
    check(provider, batch, config);
  }

  static Stream<Arguments> small() {
    ImageShape shape = new ImageShape(3, 3, 1);
    VaeConfig config = VaeConfig.dense(shape).hidden(5).latent(3).build();
    return onEveryBackend(5, List.of(Named.of("dense", config)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("small")
  void gradientOfTheTotalCorrelationEqualsCentralDifferences(
      BackendProvider provider, int batch, VaeConfig config) {
    check(provider, batch, config, ExtraTerm.named("total_correlation"));
  }

  private static void check(
      BackendProvider provider, int batch, VaeConfig config, ExtraTerm... extraTerms) {
    ImageShape shape = config.input();
    TestImages dataset = new TestImages(shape, batch);
    try (Backend backend = provider.open(new BackendOptions(1, DataType.DOUBLE));
        Vae vae = Vae.create(config, 5, backend);
        TrainingSession session = vae.trainingSession(extraTerms);
        Batch images = Batch.of(dataset, IntStream.range(0, batch).toArray())) {
      // Biases of zero would hide mistakes, and put ReLUs at their kink.
      Storage parameters = vae.parameters();
      SplittableRandom random = new SplittableRandom(7);
      double[] before = parameters.toDoubles();
      for (int i = 0; i < before.length; i++) {
        before[i] += random.nextDouble(-0.1, 0.1);
      }
      parameters.write(before);
      // With statistics such as a learned variance as they were.
      run(vae, session, images);
      double[] gradient = session.gradient().toDoubles();
      assertThat(parameters.toDoubles()).isEqualTo(before);
      double largest = 0;
      for (double value : gradient) {
        largest = Math.max(largest, Math.abs(value));
      }
      double worst = 0;
      for (int i : checked(vae)) {
        double value = before[i];
        double[] at = new double[4];
        double[] steps = {-2, -1, 1, 2};
        for (int k = 0; k < 4; k++) {
          parameters.slice(i, 1).write(new double[] {value + steps[k] * STEP});
          at[k] =
              extraTerms.length > 0
                  ? run(vae, session, images)
                  : vae.loss(images, Noise.of(new SplittableRandom(8)), 1.7).objective();
        }
        parameters.slice(i, 1).write(new double[] {value});
        // Five-point stencil, error O(h⁴) (Abramowitz and Stegun 1964, table 25.2).
        double difference = (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * STEP);
        double scale =
            Math.max(1e-3 * largest, Math.max(Math.abs(gradient[i]), Math.abs(difference)));
        worst = Math.max(worst, Math.abs(gradient[i] - difference) / scale);
      }
      worstOfAll = Math.max(worstOfAll, worst);
      assertThat(worst).as("worst relative error").isLessThan(1e-6);
    }
  }

  /** The indices of every number of a small tensor, and of some of a large one. */
  private static int[] checked(Vae vae) {
    SplittableRandom random = new SplittableRandom(11);
    return vae.parameterLayout().stream()
        .filter(Parameter::trainable)
        .flatMapToInt(
            parameter -> {
              int length = (int) parameter.length();
              IntStream places =
                  length <= MOST_CHECKED
                      ? IntStream.range(0, length)
                      : random.ints(0, length).distinct().limit(MOST_CHECKED);
              return places.map(i -> (int) parameter.offset() + i);
            })
        .toArray();
  }

  /** The objective, with statistics such as a learned variance as they were. */
  private static double run(Vae vae, TrainingSession session, Batch images) {
    List<double[]> statistics = new ArrayList<>();
    vae.readParameters(
        store -> store.groups().forEach((group, values) -> statistics.add(values.toDoubles())));
    double objective =
        session
            .lossAndGradient(
                images,
                Noise.of(new SplittableRandom(8)),
                terms -> Map.of("kl", 1.7, "total_correlation", 2.5))
            .objective();
    vae.updateParameters(
        store -> {
          Iterator<double[]> each = statistics.iterator();
          store.groups().values().forEach(values -> values.write(each.next()));
        });
    return objective;
  }
}
