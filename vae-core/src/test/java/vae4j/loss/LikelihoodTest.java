package vae4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.BackendProvider;
import vae4j.backend.Storage;
import vae4j.backend.TestBackend;

class LikelihoodTest {
  private static final String ALL = "vae4j.backend.TestBackend#all";
  private static final double[] MEANS = {0.1, 0.5, 0.9, -0.2, 1.3, 0};
  private static final double[] GREYS = {0, 0.5, 1, 0.25, 0.75, 1};

  @Test
  void aBernoulliPixelIsTheSigmoidOfItsLogit() {
    Likelihood bernoulli = Likelihood.bernoulli();

    assertThat(bernoulli.pixel(0)).isEqualTo(0.5);
    assertThat(bernoulli.pixel(Math.log(3))).isCloseTo(0.75, within(1e-15));
    assertThat(bernoulli.pixel(-Math.log(3))).isCloseTo(0.25, within(1e-15));
    assertThat(bernoulli.pixel(1000)).isEqualTo(1);
    assertThat(bernoulli.pixel(-1000)).isZero();
  }

  @Test
  void aGaussianPixelIsItsMeanHeldBetweenBlackAndWhite() {
    for (Likelihood gaussian :
        new Likelihood[] {Likelihood.gaussian(0.5), Likelihood.gaussianLearnedVariance()}) {
      assertThat(gaussian.pixel(0.3)).isEqualTo(0.3);
      assertThat(gaussian.pixel(-0.1)).isZero();
      assertThat(gaussian.pixel(1.7)).isEqualTo(1);
    }
  }

  @Test
  void onlyTheLearnedVarianceIsLearned() {
    assertThat(Likelihood.bernoulli().learnsVariance()).isFalse();
    assertThat(Likelihood.gaussian(1).learnsVariance()).isFalse();
    assertThat(Likelihood.gaussianLearnedVariance().learnsVariance()).isTrue();
  }

  @Test
  void areCalledByTheirNames() {
    assertThat(Likelihood.bernoulli()).hasToString("bernoulli");
    assertThat(Likelihood.gaussian(1)).hasToString("gaussian");
    assertThat(Likelihood.gaussianLearnedVariance()).hasToString("gaussian-learned-variance");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAVarianceThatIsNotPositiveOrNotFinite(double variance) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Likelihood.gaussian(variance))
        .withMessage("variance must be positive and finite, was " + variance);
  }

  @Test
  void theConstantIsHalfTheLogOfTwoPiVarianceForEachPixel() {
    // 784 / 2 * log(2 * pi * 0.5) in Python; none where the variance is 1 / 2π.
    assertThat(new Likelihood.Gaussian(0.5).constant(784))
        .isCloseTo(448.73411525296484, within(1e-9));
    assertThat(new Likelihood.Gaussian(1 / (2 * Math.PI)).constant(10)).isCloseTo(0, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void withItsConstantTheGaussianIsTheNegativeLogDensity(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Likelihood.Gaussian gaussian = new Likelihood.Gaussian(0.1);

      double[] losses = losses(backend, gaussian);
      for (int n = 0; n < losses.length; n++) {
        losses[n] += gaussian.constant(3);
      }

      // -norm.logpdf(greys, means, sqrt(0.1)) of SciPy 1.17, summed over each image.
      backend.assertClose(losses, -0.5970620398770502, 6.82793796012295);
    }
  }

  /** The learned variance has its constant in the loss; the fixed one has it apart. */
  @ParameterizedTest
  @MethodSource(ALL)
  void aLearnedVarianceGivesWhatAFixedOneGivesWithItsConstant(
      BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      // The learned log-variance below is 0.
      Likelihood.Gaussian fixed = new Likelihood.Gaussian(1);
      double[] expected = losses(backend, fixed);
      for (int n = 0; n < expected.length; n++) {
        expected[n] += fixed.constant(3);
      }

      backend.assertClose(losses(backend, Likelihood.gaussianLearnedVariance()), expected);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void theBernoulliKernelIsTheCrossEntropy(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      double[] expected = new double[2];
      for (int i = 0; i < 6; i++) {
        double p = Likelihood.bernoulli().pixel(MEANS[i]);
        expected[i / 3] -= GREYS[i] * Math.log(p) + (1 - GREYS[i]) * Math.log(1 - p);
      }

      backend.assertClose(losses(backend, Likelihood.bernoulli()), expected);
    }
  }

  private static double[] losses(TestBackend backend, Likelihood likelihood) {
    Storage losses = backend.unwritten(2);
    backend
        .closing(likelihood.kernel(backend.get(), 2, 3))
        .evaluate(
            backend.storage(MEANS),
            likelihood.learnsVariance() ? backend.storage(0) : null,
            backend.storage(GREYS),
            losses,
            backend.scalar(1),
            null,
            null);
    return losses.toDoubles();
  }
}
