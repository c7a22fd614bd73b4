package vae4j.eval.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Batch;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.latent.DiagonalGaussian;

class PosteriorsTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);
  private static final TestImages IMAGES = new TestImages(SHAPE, 105);

  @Test
  void areTheEncodersWordsOfEveryImageInOrder() {
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(VaeConfig.conv(SHAPE).filters(4).latent(3).build(), 1, backend);
        Batch all = IMAGES.first(105);
        DiagonalGaussian expected = vae.encode(all.images());
        INDArray means = expected.mean().ravel();
        INDArray logVariances = expected.logVariance().ravel()) {
      Posteriors posteriors = Posteriors.of(vae, IMAGES, Binarization.NONE, 1);

      assertThat(posteriors.size()).isEqualTo(105);
      assertThat(posteriors.mean()).containsExactly(means.toFloatVector(), within(1e-5f));
      assertThat(posteriors.logVariance())
          .containsExactly(logVariances.toFloatVector(), within(1e-5f));
    }
  }

  @Test
  void aPlainAutoencoderHasCodesAlone() {
    VaeConfig plain = VaeConfig.conv(SHAPE).filters(4).latent(3).autoencoder().build();
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(plain, 1, backend)) {
      Posteriors posteriors = Posteriors.of(vae, IMAGES, Binarization.NONE, 1);

      assertThat(posteriors.logVariance()).isNull();
      assertThat(posteriors.kl(0)).isZero();
    }
  }

  @Test
  void theDivergenceIsTheIntegralOfQLogQOverP() {
    double mu = 0.7;
    double l = -1.3;
    double deviation = Math.exp(l / 2);
    double integral = 0;
    double step = 1e-3;
    for (double t = -12; t < 12; t += step) {
      double z = mu + deviation * t;
      double q = Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
      integral += step * q * (-t * t / 2 - l / 2 + z * z / 2);
    }
    Posteriors posteriors =
        new Posteriors(2, new float[] {(float) mu, 0}, new float[] {(float) l, 0});

    assertThat(posteriors.kl(0, 0)).isCloseTo(integral, within(1e-6));
    assertThat(posteriors.kl(0, 1)).isZero();
    assertThat(posteriors.kl(0)).isCloseTo(integral, within(1e-6));
  }

  /** Two images, two latents; σ² is 1, so that KL is ½ μ², but in one place, where it is e. */
  @Test
  void theFiguresOfALatentAreMeansOverImages() {
    Posteriors posteriors = new Posteriors(2, new float[] {1, -2, 4, 6}, new float[] {0, 1, 0, 0});

    assertThat(posteriors.centre()).containsExactly(2.5, 2);
    assertThat(posteriors.variances()).containsExactly(2.25, 16);
    assertThat(posteriors.klPerDimension())
        .containsExactly(
            new double[] {(0.5 + 8) / 2, (0.5 * (4 + Math.E - 2) + 18) / 2}, within(1e-12));
  }

  @Test
  void aDrawnCodeIsTheMeanAndAsManyDeviationsAsTheGeneratorSays() {
    Posteriors posteriors =
        new Posteriors(2, new float[] {0, 0, 4, 6}, new float[] {0, 0, (float) Math.log(9), -30});
    SplittableRandom same = new SplittableRandom(7);

    assertThat(posteriors.draw(1, new SplittableRandom(7)))
        .containsExactly(
            new double[] {4 + 3 * same.nextGaussian(), 6 + Math.exp(-15) * same.nextGaussian()},
            within(1e-6));
    assertThat(new Posteriors(1, new float[] {8}, null).draw(0, same)).containsExactly(8);
  }

  @Test
  void numbersThatAreNoWholeCodesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Posteriors(2, new float[3], new float[3]))
        .withMessage("means must be a positive multiple of the 2 latents, were 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Posteriors(2, new float[4], new float[2]))
        .withMessage("log-variances must be as many as means, 4, were 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Posteriors(0, new float[4], null))
        .withMessage("latent must be positive, was 0");
  }
}
