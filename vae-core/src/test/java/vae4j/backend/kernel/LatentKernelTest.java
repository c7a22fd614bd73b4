package vae4j.backend.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.BackendProvider;
import vae4j.backend.Storage;
import vae4j.backend.TestBackend;

/** Sampling and KL, of every backend present, in every type it has. */
class LatentKernelTest {
  private static final String ALL = "vae4j.backend.TestBackend#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void divergenceIsThatOfTheNormalDistributions(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage code = backend.unwritten(8);
      Storage kl = backend.unwritten(4);

      kernel(backend, 4, 2)
          .forward(
              backend.storage(0, 0, 1, 1, 1, 0, 0.5, -1.5),
              backend.storage(0, 0, 0, 0, 0, 0, -1, 0.7),
              backend.storage(0, 0, 0, 0, 0, 0, 0, 0),
              code,
              kl);

      // N(0, 1) has none and N(1, 1) has ½. The last by numerical integration in SciPy:
      // quad(lambda z: norm.pdf(z, m, s) * (norm.logpdf(z, m, s) - norm.logpdf(z)), …),
      // 0.30893972058572 for m = 0.5, s = e^-0.5 and 1.28187635373524 for m = -1.5, s = e^0.35.
      backend.assertClose(kl, 0, 1, 0.5, 1.59081607432096);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void theCodeIsMeanPlusDeviationTimesNoise(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage code = backend.unwritten(4);

      // e^(ℓ/2) is 1, 2, 3 and ½ for ℓ = 0, 2·ln 2, 2·ln 3 and −2·ln 2.
      kernel(backend, 2, 2)
          .forward(
              backend.storage(1, -1, 0.5, 4),
              backend.storage(0, 2 * Math.log(2), 2 * Math.log(3), -2 * Math.log(2)),
              backend.storage(0.25, 1.5, -1, 0),
              code,
              backend.unwritten(2));

      backend.assertClose(code, 1.25, 2, -2.5, 4);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void logVarianceIsHeldBetweenItsLimits(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage code = backend.unwritten(4);
      Storage kl = backend.unwritten(4);

      kernel(backend, 4, 1)
          .forward(
              backend.storage(0, 0, 0, 0),
              backend.storage(-31, -1000, 21, Double.POSITIVE_INFINITY),
              backend.storage(1, 1, 1, 1),
              code,
              kl);

      double low = Math.exp(-15);
      double high = Math.exp(10);
      backend.assertClose(code, low, low, high, high);
      double lowKl = 0.5 * (Math.exp(-30) - 1 + 30);
      double highKl = 0.5 * (Math.exp(20) - 1 - 20);
      backend.assertClose(kl, lowKl, lowKl, highKl, highKl);
      // An absolute bound says nothing about e^−15.
      assertThat(code.toDoubles()[0] / low).isBetween(0.99999, 1.00001);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void gradientsAreThoseOfCodeAndKl(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      double log4 = Math.log(4);
      Storage mean = backend.unwritten(4);
      Storage logVariance = backend.unwritten(4);

      kernel(backend, 2, 2)
          .backward(
              backend.storage(1, -2, 0, 3),
              backend.storage(0, log4, log4, -log4),
              backend.storage(1, 0.5, -1, 2),
              backend.storage(1, 2, -1, 0),
              backend.scalar(0.5),
              mean,
              logVariance);

      // ∂μ = ∂z + w·μ: 1 + ½·1, 2 − ½·2, −1 + 0, 0 + ½·3.
      backend.assertClose(mean, 1.5, 1, -1, 1.5);
      // ∂ℓ = ½·∂z·σ·ε + w·½·(σ² − 1): ½ + 0, ½·2·2·½ + ¼·3, ½·2 + ¼·3, 0 + ¼·(¼ − 1).
      backend.assertClose(logVariance, 0.5, 1.75, 1.75, -0.1875);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void outsideTheLimitsLogVarianceHasNoGradientAndMeanHas(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage mean = backend.unwritten(4);
      Storage logVariance = backend.unwritten(4);

      kernel(backend, 1, 4)
          .backward(
              backend.storage(1, 1, 1, 1),
              backend.storage(-30.5, 20.5, -30, 20),
              backend.storage(1, 1, 1, 1),
              backend.storage(1, 1, 1, 1),
              backend.scalar(1),
              mean,
              logVariance);

      backend.assertClose(mean, 2, 2, 2, 2);
      double[] slopes = logVariance.toDoubles();
      assertThat(slopes[0]).isZero();
      assertThat(slopes[1]).isZero();
      // On the limits themselves there is one.
      backend.assertClose(
          slopes,
          0,
          0,
          0.5 * Math.exp(-15) + 0.5 * (Math.exp(-30) - 1),
          0.5 * Math.exp(10) + 0.5 * (Math.exp(20) - 1));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void nanPassesThrough(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage mean = backend.storage(0, Double.NaN, 0);
      Storage logVariance = backend.storage(Double.NaN, 0, 0);
      Storage noise = backend.storage(1, 1, 1);
      Storage code = backend.unwritten(3);
      Storage kl = backend.unwritten(3);
      LatentKernel kernel = kernel(backend, 3, 1);

      kernel.forward(mean, logVariance, noise, code, kl);

      assertThat(code.toDoubles()).containsExactly(Double.NaN, Double.NaN, 1);
      assertThat(kl.toDoubles()).containsExactly(Double.NaN, Double.NaN, 0);
    }
  }

  private static LatentKernel kernel(TestBackend backend, int batch, int latent) {
    return backend.closing(backend.get().latent(batch, latent));
  }
}
