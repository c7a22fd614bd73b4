package vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.TestPictures;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.eval.LinearGaussian.Pictures;
import vae4j.loss.Elbo;
import vae4j.loss.Likelihood;

class ElboEstimatorTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);
  private static final TestPictures PICTURES = new TestPictures(SHAPE, 107);

  private Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void oneSampleGivesWhatTheTrainingsLossGives() {
    for (Likelihood likelihood :
        new Likelihood[] {
          Likelihood.bernoulli(), Likelihood.gaussian(0.5), Likelihood.gaussianLearnedVariance()
        }) {
      try (Vae vae = Vae.create(config().likelihood(likelihood).build(), 1, backend)) {
        Elbo loss =
            new Evaluator(100, Binarization.STOCHASTIC, 5).evaluate(vae, PICTURES, 1).loss();
        ElboReport report =
            new ElboEstimator(1, Binarization.STOCHASTIC, 5).evaluate(vae, PICTURES);

        assertThat(report.reconstruction().mean())
            .isCloseTo(loss.reconstruction(), within(1e-5 * loss.reconstruction()));
        assertThat(report.divergence().orElseThrow().mean())
            .isCloseTo(loss.divergence(), within(1e-5));
        assertThat(report.elbo().orElseThrow().mean()).isCloseTo(loss.elbo(), within(1e-3));
        assertThat(report.elbo().orElseThrow().count()).isEqualTo(107);
      }
    }
  }

  /** With the exact posterior the bound is tight: its expectation is log p(x). */
  @Test
  void theLowerBoundOfTheExactPosteriorIsTheLikelihood() {
    Pictures pictures = Pictures.draw(250, 4);
    double exact =
        Arrays.stream(pictures.pixels()).mapToDouble(LinearGaussian::logDensity).sum() / 250;
    try (Vae vae = LinearGaussian.vae(backend, 0, 1)) {
      ElboReport report = new ElboEstimator(60, Binarization.NONE, 6).evaluate(vae, pictures);

      // log p(x | z) has a standard deviation of about 1 over z; 4 of it over 250 · 60 codes.
      assertThat(report.lowerBound().orElseThrow().mean()).isCloseTo(exact, within(0.033));
      assertThat(report.constant())
          .isCloseTo(6 * Math.log(Math.sqrt(2 * Math.PI * 0.04)), within(1e-12));
      assertThat(report.bitsPerDimension().orElseThrow().mean())
          .isCloseTo(-report.lowerBound().orElseThrow().mean() / 6 / Math.log(2), within(1e-12));
    }
  }

  @Test
  void aPlainAutoencoderHasAReconstructionAndNothingElse() {
    try (Vae vae = Vae.create(config().autoencoder().build(), 1, backend)) {
      Elbo loss = new Evaluator(100, Binarization.NONE, 5).evaluate(vae, PICTURES, 1).loss();
      ElboReport report = new ElboEstimator(7, Binarization.NONE, 5).evaluate(vae, PICTURES);

      assertThat(report.reconstruction().mean()).isCloseTo(loss.reconstruction(), within(1e-4));
      assertThat(report.samples()).isEqualTo(1);
      assertThat(report.divergence()).isEmpty();
      assertThat(report.bitsPerDimension()).isEmpty();
      assertThat(report.toJson().keySet()).containsExactly("samples", "reconstruction");
    }
  }

  @Test
  void aReportHasTheConstantInTheBoundOnly() {
    Estimate reconstruction = new Estimate(4, 0.5, 9);
    ElboReport report =
        new ElboReport(
            10,
            2,
            reconstruction,
            Optional.of(new Estimate(1, 0.1, 9)),
            Optional.of(new Estimate(-5, 0.6, 9)),
            -2);

    assertThat(report.lowerBound()).contains(new Estimate(-3, 0.6, 9));
    assertThat(report.toJson().keySet())
        .containsExactly(
            "samples", "reconstruction", "divergence", "elbo", "lower_bound", "bits_per_dimension");
    assertThat(report.toJson().getAsJsonObject("elbo").get("mean").getAsDouble()).isEqualTo(-5);
  }

  @Test
  void noSamplesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ElboEstimator(0, Binarization.NONE, 1))
        .withMessage("samples must be positive, was 0");
  }

  private static VaeConfig.Builder config() {
    return VaeConfig.conv(SHAPE).filters(4).latent(2);
  }
}
