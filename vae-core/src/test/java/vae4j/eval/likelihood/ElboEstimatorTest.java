package vae4j.eval.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.FramedImages;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.data.Seeds;
import vae4j.eval.Evaluator;
import vae4j.eval.latent.Posteriors;
import vae4j.eval.likelihood.LinearGaussian.Images;
import vae4j.eval.metric.Estimate;
import vae4j.loss.Likelihood;
import vae4j.loss.LossTerms;

class ElboEstimatorTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);
  private static final TestImages IMAGES = new TestImages(SHAPE, 107);

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
        LossTerms loss =
            new Evaluator(100, Binarization.STOCHASTIC, 5).evaluate(vae, IMAGES, 1).loss();
        ElboReport report = new ElboEstimator(1, Binarization.STOCHASTIC, 5).evaluate(vae, IMAGES);

        assertThat(report.reconstruction().mean())
            .isCloseTo(loss.reconstruction(), within(1e-5 * loss.reconstruction()));
        assertThat(report.kl().orElseThrow().mean()).isCloseTo(loss.kl(), within(1e-5));
        assertThat(report.elbo().orElseThrow().mean()).isCloseTo(loss.elbo(), within(1e-3));
        assertThat(report.elbo().orElseThrow().count()).isEqualTo(107);
      }
    }
  }

  /** With the exact posterior the bound is tight: its expectation is log p(x). */
  @Test
  void theLowerBoundOfTheExactPosteriorIsTheLikelihood() {
    Images images = Images.draw(250, 4);
    double exact =
        Arrays.stream(images.pixels()).mapToDouble(LinearGaussian::logDensity).sum() / 250;
    try (Vae vae = LinearGaussian.vae(backend, 0, 1)) {
      ElboReport report = new ElboEstimator(60, Binarization.NONE, 6).evaluate(vae, images);

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
      LossTerms loss = new Evaluator(100, Binarization.NONE, 5).evaluate(vae, IMAGES, 1).loss();
      ElboReport report = new ElboEstimator(7, Binarization.NONE, 5).evaluate(vae, IMAGES);

      assertThat(report.reconstruction().mean()).isCloseTo(loss.reconstruction(), within(1e-4));
      assertThat(report.samples()).isEqualTo(1);
      assertThat(report.kl()).isEmpty();
      assertThat(report.bitsPerDimension()).isEmpty();
      assertThat(report.elbo()).isEmpty();
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
            -2,
            Optional.empty());

    assertThat(report.lowerBound()).contains(new Estimate(-3, 0.6, 9));
    assertThat(report.bitsPerDimension().orElseThrow().mean())
        .isCloseTo(0.3 / Math.log(2), within(1e-12));
  }

  /** Pixel by pixel from the decoder's output for the same ε, inner pixels alone. */
  @Test
  void theFrameIsLeftOutOfTheInnerImage() {
    FramedImages framed = new FramedImages(new TestImages(new ImageShape(6, 4, 1), 20), 1);
    for (Likelihood likelihood :
        new Likelihood[] {
          Likelihood.bernoulli(), Likelihood.gaussian(0.3), Likelihood.gaussianLearnedVariance()
        }) {
      try (Vae vae = Vae.create(config().likelihood(likelihood).build(), 1, backend);
          INDArray images = framed.first(20).images()) {
        ElboReport report = new ElboEstimator(1, Binarization.NONE, 5).evaluate(vae, framed);

        ElboReport.WithoutFrame inner = report.withoutFrame().orElseThrow();
        double reconstruction = innerLoss(vae, images, likelihood);
        double kl = report.kl().orElseThrow().mean();
        assertThat(inner.pixels()).isEqualTo(24);
        assertThat(inner.height()).isEqualTo(6);
        assertThat(inner.width()).isEqualTo(4);
        assertThat(inner.reconstruction().mean()).isCloseTo(reconstruction, within(1e-3));
        assertThat(inner.lowerBound().mean()).isCloseTo(-reconstruction - kl, within(1e-3));
        assertThat(inner.bitsPerDimension().mean())
            .isCloseTo((reconstruction + kl) / 24 / Math.log(2), within(1e-4));
        assertThat(report.pixels()).isEqualTo(48);
      }
    }
  }

  private static double innerLoss(Vae vae, INDArray images, Likelihood likelihood) {
    Posteriors posteriors = Posteriors.of(vae, images);
    RandomGenerator noise = Seeds.stream(5, Seeds.Purpose.EVALUATION_NOISE, 0);
    float[] codes = new float[posteriors.mean().length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (float) posteriors.draw(i, noise.nextGaussian());
    }
    double sum = 0;
    try (INDArray z = Nd4j.create(codes, new long[] {20, 2}, 'c');
        INDArray outputs = vae.decodeOutput(z)) {
      for (int n = 0; n < 20; n++) {
        for (int y = 1; y <= 6; y++) {
          for (int x = 1; x <= 4; x++) {
            double output = outputs.getDouble(n, y, x, 0);
            double pixel = images.getDouble(n, y, x, 0);
            if (likelihood instanceof Likelihood.Bernoulli) {
              double p = 1 / (1 + Math.exp(-output));
              sum -= pixel * Math.log(p) + (1 - pixel) * Math.log(1 - p);
            } else {
              double variance =
                  likelihood instanceof Likelihood.Gaussian
                      ? 0.3
                      : Math.exp(vae.outputLogVariance().orElseThrow());
              sum +=
                  (pixel - output) * (pixel - output) / (2 * variance)
                      + 0.5 * Math.log(2 * Math.PI * variance);
            }
          }
        }
      }
    }
    return sum / 20;
  }

  @Test
  void withoutAFrameThereIsNothingInner() {
    try (Vae vae = Vae.create(config().build(), 1, backend)) {
      assertThat(new ElboEstimator(1, Binarization.NONE, 5).evaluate(vae, IMAGES).withoutFrame())
          .isEmpty();
    }
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
