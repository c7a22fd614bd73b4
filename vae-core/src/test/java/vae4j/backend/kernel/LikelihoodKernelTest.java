package vae4j.backend.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Backend;
import vae4j.backend.BackendProvider;
import vae4j.backend.Storage;
import vae4j.backend.TestBackend;

/**
 * Likelihoods and their gradients, of every backend present, in every type it has. Expected numbers
 * are of SciPy 1.17:
 *
 * <pre>
 * l = array([-2.5, 0, 0.75, 3, -0.5, 8]); x = array([0, 1, 1, 0, 1, 1])
 * -bernoulli.logpmf(x, 1 / (1 + exp(-l)))
 * m = array([0.1, 0.5, 0.9, -0.2, 1.3, 0]); y = array([0, 0.5, 1, 0.25, 0.75, 1])
 * -norm.logpdf(y, m, exp(s / 2))
 * </pre>
 */
class LikelihoodKernelTest {
  private static final String ALL = "vae4j.backend.TestBackend#all";
  private static final double[] LOGITS = {-2.5, 0, 0.75, 3, -0.5, 8};
  private static final double[] BITS = {0, 1, 1, 0, 1, 1};
  private static final double[] MEANS = {0.1, 0.5, 0.9, -0.2, 1.3, 0};
  private static final double[] GREYS = {0, 0.5, 1, 0.25, 0.75, 1};

  @ParameterizedTest
  @MethodSource(ALL)
  void bernoulliIsTheNegativeLogProbability(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      double[] losses = losses(backend, backend.get().bernoulli(2, 3), LOGITS, null, BITS);

      backend.assertClose(losses, 1.158907920967395, 4.022999742126748);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void bernoulliOfGreyValuesIsTheCrossEntropy(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      // p = 1 / (1 + exp(-array([-1, 0, 2]))); x = array([0.2, 0.5, 0.9])
      // -(x * log(p) + (1 - x) * log(1 - p)).sum()
      double[] losses =
          losses(
              backend,
              backend.get().bernoulli(1, 3),
              new double[] {-1, 0, 2},
              null,
              new double[] {0.2, 0.5, 0.9});

      backend.assertClose(losses, 1.5333368791211406);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void bernoulliIsRightAtLogitsFarOut(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage losses = backend.unwritten(4);
      Storage gradient = backend.unwritten(4);

      backend
          .closing(backend.get().bernoulli(4, 1))
          .evaluate(
              backend.storage(1000, 1000, -1000, -1000),
              null,
              backend.storage(1, 0, 1, 0),
              losses,
              backend.scalar(1),
              gradient,
              null);

      assertThat(losses.toDoubles()).containsExactly(0, 1000, 1000, 0);
      assertThat(gradient.toDoubles()).containsExactly(0, 1, -1, 0);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void bernoulliGradientIsProbabilityLessPixel(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage gradient = backend.unwritten(3);

      backend
          .closing(backend.get().bernoulli(1, 3))
          .evaluate(
              // Logits of ¼, ½ and ¾.
              backend.storage(-Math.log(3), 0, Math.log(3)),
              null,
              backend.storage(1, 0.5, 0),
              backend.unwritten(1),
              backend.scalar(0.5),
              gradient,
              null);

      backend.assertClose(gradient, -0.375, 0, 0.375);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void gaussianOfVarianceAHalfIsTheSquaredError(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      double[] losses = losses(backend, backend.get().gaussian(2, 3, 0.5), MEANS, null, GREYS);

      // 0.1² + 0² + 0.1², 0.45² + 0.55² + 1².
      backend.assertClose(losses, 0.02, 1.505);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void gaussianLossGoesWithOneOverVarianceAndSoDoesItsGradient(
      BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage losses = backend.unwritten(2);
      Storage gradient = backend.unwritten(4);

      backend
          .closing(backend.get().gaussian(2, 2, 0.25))
          .evaluate(
              backend.storage(1, 0, 0.5, -1),
              null,
              backend.storage(0, 0, 1, 1),
              losses,
              backend.scalar(0.5),
              gradient,
              null);

      // Squared errors 1 and 4.25, halved and over ¼; half of (m − x) / ¼.
      backend.assertClose(losses, 2, 8.5);
      backend.assertClose(gradient, 2, 0, -1, -4);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void learnedVarianceIsTheNegativeLogDensity(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      LikelihoodKernel kernel = backend.get().gaussianLearnedVariance(2, 3);

      backend.assertClose(
          losses(backend, kernel, MEANS, -1.25, GREYS), 0.9167190291886368, 3.5082986751040535);
      backend.assertClose(
          losses(backend, kernel, MEANS, 0.5, GREYS), 3.5128809062111443, 3.9632299210477746);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void learnedVarianceGradientsAreThoseOfTheLoss(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage gradient = backend.unwritten(6);
      Storage slope = backend.unwritten(1);
      double s = -1.25;

      backend
          .closing(backend.get().gaussianLearnedVariance(2, 3))
          .evaluate(
              backend.storage(MEANS),
              backend.storage(s),
              backend.storage(GREYS),
              backend.unwritten(2),
              backend.scalar(0.5),
              gradient,
              slope);

      double[] central = new double[6];
      double h = 1e-4;
      for (int i = 0; i < 6; i++) {
        double[] up = MEANS.clone();
        double[] down = MEANS.clone();
        up[i] += h;
        down[i] -= h;
        central[i] = 0.5 * (density(up, s) - density(down, s)) / (2 * h);
      }
      double[] actual = gradient.toDoubles();
      for (int i = 0; i < 6; i++) {
        assertThat(actual[i]).isCloseTo(central[i], within(1e-6));
      }
      double alongS = 0.5 * (density(MEANS, s + h) - density(MEANS, s - h)) / (2 * h);
      assertThat(slope.toDoubles()[0]).isCloseTo(alongS, within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void learnedVarianceIsHeldBetweenItsLimits(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      LikelihoodKernel kernel = backend.closing(backend.get().gaussianLearnedVariance(1, 1));
      for (double[] far : new double[][] {{-31, -30}, {-500, -30}, {21, 20}, {500, 20}}) {
        Storage losses = backend.unwritten(1);
        Storage slope = backend.unwritten(1);
        Storage gradient = backend.unwritten(1);

        kernel.evaluate(
            backend.storage(0.5),
            backend.storage(far[0]),
            backend.storage(0.5),
            losses,
            backend.scalar(1),
            gradient,
            slope);

        backend.assertClose(losses, 0.5 * (far[1] + Math.log(2 * Math.PI)));
        assertThat(slope.toDoubles()).containsExactly(0);
        assertThat(gradient.toDoubles()).containsExactly(0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void nanPassesThroughToItsOwnImageAlone(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      double[] outputs = {0, Double.NaN, 0, 0};
      double[] pixels = {0, 0, 0, 0};
      Backend one = backend.get();

      assertThat(losses(backend, one.bernoulli(2, 2), outputs, null, pixels)[0]).isNaN();
      assertThat(losses(backend, one.bernoulli(2, 2), outputs, null, pixels)[1]).isPositive();
      assertThat(losses(backend, one.gaussian(2, 2, 1), outputs, null, pixels))
          .containsExactly(Double.NaN, 0);
      double[] learned = losses(backend, one.gaussianLearnedVariance(2, 2), outputs, 0.0, pixels);
      assertThat(learned[0]).isNaN();
      assertThat(learned[1]).isPositive();
      assertThat(losses(backend, one.gaussianLearnedVariance(2, 2), pixels, Double.NaN, pixels))
          .containsOnly(Double.NaN);
    }
  }

  /** A forward pass alone; the kernel is closed with the backend. */
  private static double[] losses(
      TestBackend backend,
      LikelihoodKernel kernel,
      double[] outputs,
      @Nullable Double logVariance,
      double[] pixels) {
    int batch = outputs.length == 3 ? 1 : 2;
    Storage losses = backend.unwritten(batch);
    Storage s = logVariance == null ? null : backend.storage(logVariance);
    backend
        .closing(kernel)
        .evaluate(
            backend.storage(outputs),
            s,
            backend.storage(pixels),
            losses,
            backend.scalar(0.125),
            null,
            null);
    return losses.toDoubles();
  }

  /** −log of the product of the normal densities of {@link #GREYS}, from the textbook's formula. */
  private static double density(double[] means, double logVariance) {
    double sigma = Math.sqrt(Math.exp(logVariance));
    double sum = 0;
    for (int i = 0; i < means.length; i++) {
      double standard = (GREYS[i] - means[i]) / sigma;
      double density = Math.exp(-standard * standard / 2) / (sigma * Math.sqrt(2 * Math.PI));
      sum -= Math.log(density);
    }
    return sum;
  }
}
