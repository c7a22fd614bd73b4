package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.kernel.Activation;
import vae4j.backend.nd4j.Nd4jBackendProvider;
import vae4j.data.ImageShape;
import vae4j.graph.parameter.Parameter;
import vae4j.loss.Likelihood;
import vae4j.loss.LossTerms;
import vae4j.train.Optimizer;
import vae4j.train.Presets;

/**
 * Whole models on each backend that is present against the portable one: two implementations, one
 * result.
 */
class AgreementTest {
  private static final double BETA = 1.3;

  /** The backends but the portable one. */
  static Stream<Named<BackendProvider>> others() {
    BackendOptions options = BackendOptions.defaults();
    return Backends.providers().stream()
        .filter(provider -> !provider.name().equals("nd4j"))
        .filter(provider -> provider.unavailable(options).isEmpty())
        .map(provider -> Named.of(provider.name(), provider));
  }

  static Stream<Arguments> modelsOfOthers() {
    return others().flatMap(provider -> models().map(model -> Arguments.of(provider, model)));
  }

  static Stream<Named<VaeConfig>> models() {
    ImageShape odd = new ImageShape(19, 13, 3);
    return Stream.of(
        Named.of("gdl-vae", Presets.named("gdl-vae").config()),
        Named.of("linear-vae", Presets.named("linear-vae").config()),
        Named.of(
            "odd colour images, leaky ReLU, hidden layer",
            VaeConfig.conv(odd)
                .filters(8, 16)
                .hidden(24)
                .latent(5)
                .activation(Activation.leakyRelu(0.1))
                .build()),
        Named.of(
            "kernel 5, SiLU, learned variance",
            VaeConfig.conv(odd)
                .filters(12, 20)
                .kernel(5)
                .latent(3)
                .activation(Activation.silu())
                .likelihood(Likelihood.gaussianLearnedVariance())
                .build()),
        Named.of(
            "stride 1, tanh, Gaussian",
            VaeConfig.conv(new ImageShape(9, 8, 1))
                .filters(16, 4)
                .stride(1)
                .latent(2)
                .activation(Activation.tanh())
                .likelihood(Likelihood.gaussian(0.5))
                .build()),
        Named.of(
            "plain autoencoder", VaeConfig.conv(odd).filters(6).latent(2).autoencoder().build()));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("modelsOfOthers")
  void lossAndEveryGradientOfAStep(BackendProvider provider, VaeConfig config) {
    for (int batch : new int[] {1, 7, 32}) {
      try (INDArray images = images(config, batch, 3);
          Backend ours = open(provider, 2);
          Backend theirs = open(new Nd4jBackendProvider(), 2);
          Vae a = Vae.create(config, 5, ours);
          Vae b = Vae.create(config, 5, theirs)) {
        LossTerms lossA = a.training().lossAndGradient(images, new SplittableRandom(8), BETA);
        LossTerms lossB = b.training().lossAndGradient(images, new SplittableRandom(8), BETA);

        assertThat(lossA.reconstruction())
            .isCloseTo(lossB.reconstruction(), within(1e-4 * Math.abs(lossB.reconstruction())));
        assertThat(lossA.kl()).isCloseTo(lossB.kl(), within(1e-4 * (1e-3 + lossB.kl())));
        double[] gradientA = a.training().gradient().toDoubles();
        double[] gradientB = b.training().gradient().toDoubles();
        double whole = norm(gradientB, 0, gradientB.length);
        for (Parameter p : a.parameterLayout()) {
          int from = (int) p.offset();
          int to = from + (int) p.length();
          // Every number, against the tensor's largest; a tensor without a gradient has only noise.
          double largest = 1e-6 * whole;
          for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(gradientB[i]));
          }
          for (int i = from; i < to; i++) {
            assertThat(gradientA[i])
                .as("%s, number %d", p.name(), i - from)
                .isCloseTo(gradientB[i], within(1e-4 * largest));
          }
        }
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("modelsOfOthers")
  void parametersAfterTwentySteps(BackendProvider provider, VaeConfig config) {
    double[] ours;
    double[] theirs;
    try (Backend backend = open(provider, 2);
        Vae vae = Vae.create(config, 5, backend)) {
      ours = train(vae, 16, 20);
      try (Backend portable = open(new Nd4jBackendProvider(), 2);
          Vae reference = Vae.create(config, 5, portable)) {
        theirs = train(reference, 16, 20);
      }
      // Adam moves a number whose gradient is nearly zero by its sign alone, so single numbers may
      // be whole steps apart, between float32 and float64 of one backend too; the vector may not.
      double[] difference = new double[ours.length];
      for (int i = 0; i < ours.length; i++) {
        difference[i] = ours[i] - theirs[i];
      }
      assertThat(norm(difference, 0, ours.length) / norm(theirs, 0, ours.length)).isLessThan(1e-3);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("others")
  void theSameSeedGivesTheSameBits(BackendProvider provider) {
    VaeConfig config = Presets.named("gdl-vae").config();
    for (int threads : new int[] {1, 2}) {
      List<double[]> runs = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        try (Backend backend = open(provider, threads);
            Vae vae = Vae.create(config, 5, backend)) {
          // 150 images are walked through in slices.
          runs.add(train(vae, 150, 3));
        }
      }
      assertThat(Arrays.equals(runs.get(0), runs.get(1))).isTrue();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("others")
  void codesAndImagesAreTheSame(BackendProvider provider) {
    VaeConfig config = Presets.named("gdl-vae").config();
    try (INDArray images = images(config, 130, 4);
        Backend ours = open(provider, 2);
        Backend theirs = open(new Nd4jBackendProvider(), 1);
        Vae a = Vae.create(config, 5, ours);
        Vae b = Vae.create(config, 5, theirs);
        INDArray imageA = a.reconstruct(images);
        INDArray imageB = b.reconstruct(images)) {
      assertThat(imageA.sub(imageB).amaxNumber().doubleValue()).isLessThan(1e-5);
    }
  }

  private static double[] train(Vae vae, int batch, int steps) {
    SplittableRandom noise = new SplittableRandom(9);
    try (Optimizer.State optimizer =
        Optimizer.adam().start(vae.backend(), vae.parameters().length())) {
      for (int step = 0; step < steps; step++) {
        try (INDArray images = images(vae.config(), batch, step)) {
          vae.training().lossAndGradient(images, noise, BETA);
          optimizer.update(vae.parameters(), vae.training().gradient(), 1e-3);
        }
      }
    }
    return vae.parameters().toDoubles();
  }

  private static double norm(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum);
  }

  /** A grey disc on black in each channel. */
  private static INDArray images(VaeConfig config, int batch, long seed) {
    ImageShape shape = config.input();
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[batch * shape.size()];
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < shape.channels(); c++) {
        double grey = random.nextDouble();
        double radius = shape.height() * random.nextDouble(0.1, 0.4);
        double row = shape.height() * random.nextDouble(0.3, 0.7);
        double column = shape.width() * random.nextDouble(0.3, 0.7);
        for (int i = 0; i < shape.height(); i++) {
          for (int j = 0; j < shape.width(); j++) {
            if (Math.hypot(i - row, j - column) < radius) {
              pixels[((n * shape.height() + i) * shape.width() + j) * shape.channels() + c] =
                  (float) grey;
            }
          }
        }
      }
    }
    long[] dimensions = {batch, shape.height(), shape.width(), shape.channels()};
    return Nd4j.create(pixels, dimensions, 'c');
  }

  private static Backend open(BackendProvider provider, int threads) {
    return provider.open(BackendOptions.defaults().withThreads(threads));
  }
}
