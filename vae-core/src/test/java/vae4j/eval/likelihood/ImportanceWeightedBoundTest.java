package vae4j.eval.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Batch;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.eval.latent.Posteriors;
import vae4j.eval.likelihood.LinearGaussian.Images;
import vae4j.latent.DiagonalGaussian;

class ImportanceWeightedBoundTest {
  private Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40})
  void theExactPosteriorGivesTheExactLikelihoodWhateverKIs(int samples) {
    Images images = Images.draw(130, 1);
    try (Vae vae = LinearGaussian.vae(backend, 0, 1)) {
      ImportanceWeightedReport report = bound(samples).evaluate(vae, images);

      for (int n = 0; n < images.size(); n++) {
        assertThat(report.bounds()[n])
            .isCloseTo(LinearGaussian.logDensity(images.pixels()[n]), within(1e-5));
        assertThat(report.effectiveSampleSizes()[n]).isCloseTo(samples, within(1e-6 * samples));
      }
    }
  }

  /**
   * The weights' variance, over their squared mean, is about ½, so that the mean of 200 images has
   * a standard error of about 0.7 / √(200 K) and is about 1 / 4K too small: 0.0016 and 0.0003 for K
   * = 1,000, of which 0.01 is six.
   */
  @Test
  void theBoundComesNearerFromBelowAsKGrows() {
    Images images = Images.draw(200, 2);
    double exact =
        Arrays.stream(images.pixels()).mapToDouble(LinearGaussian::logDensity).sum() / 200;
    double before = Double.NEGATIVE_INFINITY;
    try (Vae vae = LinearGaussian.vae(backend, 0.15, 1.3)) {
      for (int samples : new int[] {1, 4, 1_000}) {
        ImportanceWeightedReport report = bound(samples).evaluate(vae, images);
        double mean = report.bound().mean();

        assertThat(mean).isGreaterThan(before).isLessThan(exact + 0.01);
        assertThat(report.effectiveSampleSize().mean()).isBetween(1.0, (double) samples);
        before = mean;
      }
    }
    assertThat(before).isCloseTo(exact, within(0.01));
  }

  @Test
  void aSingleSampleIsTheEvidenceLowerBoundWithTheSameNoise() {
    ImageShape shape = new ImageShape(8, 6, 1);
    try (Vae vae = Vae.create(VaeConfig.conv(shape).filters(4).latent(3).build(), 1, backend);
        Batch batch = new TestImages(shape, 7).first(7)) {
      ImportanceWeights[] weights = bound(1).weights(vae, batch, new SplittableRandom(11));

      Posteriors q = Posteriors.of(vae, batch.images());
      SplittableRandom noise = new SplittableRandom(11);
      float[][] codes = new float[7][3];
      double[] expected = new double[7];
      for (int n = 0; n < 7; n++) {
        SplittableRandom own = noise.split();
        for (int d = 0; d < 3; d++) {
          double deviation = Math.exp(0.5 * q.logVariance()[n * 3 + d]);
          double epsilon = own.nextGaussian();
          codes[n][d] = (float) (q.mean()[n * 3 + d] + deviation * epsilon);
          expected[n] += logNormal(codes[n][d], 0, 1);
          expected[n] -= logNormal(codes[n][d], q.mean()[n * 3 + d], deviation);
        }
      }
      try (INDArray z = Nd4j.createFromArray(codes)) {
        double[] logLikelihood = vae.logLikelihood(batch.images(), z);
        for (int n = 0; n < 7; n++) {
          assertThat(weights[n].logMean()).isCloseTo(logLikelihood[n] + expected[n], within(1e-6));
          assertThat(weights[n].effectiveSampleSize()).isEqualTo(1);
        }
      }
    }
  }

  /**
   * From the same ε, with every density written out and in float64: (Σ w)² / Σ w² of each image.
   */
  @Test
  void theEffectiveSampleSizeIsThatOfTheSameNoiseElsewhere() {
    int samples = 25;
    int count = 6;
    ImageShape shape = new ImageShape(8, 6, 1);
    VaeConfig config = VaeConfig.conv(shape).filters(4).latent(3).build();
    try (Backend wide = Backends.open("nd4j", new BackendOptions(1, DataType.DOUBLE));
        Vae vae = Vae.create(config, 3, wide);
        Batch batch = new TestImages(shape, count).first(count);
        DiagonalGaussian q = vae.encode(batch.images())) {
      ImportanceWeights[] found = bound(samples).weights(vae, batch, new SplittableRandom(11));

      SplittableRandom noise = new SplittableRandom(11);
      for (int n = 0; n < count; n++) {
        SplittableRandom own = noise.split();
        double[][] codes = new double[samples][3];
        double[] logWeights = new double[samples];
        for (int k = 0; k < samples; k++) {
          for (int d = 0; d < 3; d++) {
            double mean = q.mean().getDouble(n, d);
            double deviation = Math.exp(0.5 * q.logVariance().getDouble(n, d));
            codes[k][d] = mean + deviation * own.nextGaussian();
            logWeights[k] += logNormal(codes[k][d], 0, 1) - logNormal(codes[k][d], mean, deviation);
          }
        }
        double sum = 0;
        double squares = 0;
        try (INDArray z = Nd4j.createFromArray(codes);
            INDArray logits = vae.decodeOutput(z)) {
          for (int k = 0; k < samples; k++) {
            for (int i = 0; i < shape.size(); i++) {
              double p = 1 / (1 + Math.exp(-logits.getDouble(k, i / 6, i % 6, 0)));
              double x = batch.images().getDouble(n, i / 6, i % 6, 0);
              logWeights[k] += x * Math.log(p) + (1 - x) * Math.log(1 - p);
            }
            sum += Math.exp(logWeights[k]);
            squares += Math.exp(2 * logWeights[k]);
          }
        }
        assertThat(found[n].effectiveSampleSize())
            .isCloseTo(sum * sum / squares, within(1e-4))
            .isLessThan(samples - 0.1);
        assertThat(found[n].logMean()).isCloseTo(Math.log(sum / samples), within(1e-5));
      }
    }
  }

  private static double logNormal(double x, double mean, double deviation) {
    double t = (x - mean) / deviation;
    return -0.5 * t * t - Math.log(deviation * Math.sqrt(2 * Math.PI));
  }

  @Test
  void aImagesResultDoesNotDependOnThoseAfterIt() {
    Images images = Images.draw(103, 3);
    try (Vae vae = LinearGaussian.vae(backend, 0.2, 1.1)) {
      double[] all = bound(30).evaluate(vae, images).bounds();
      double[] few = bound(30).evaluate(vae, images.take(3)).bounds();

      assertThat(Arrays.copyOf(all, 3)).containsExactly(few, within(1e-4));
    }
  }

  @Test
  void aReportHasMeansInNatsAndBits() {
    ImportanceWeightedReport report =
        new ImportanceWeightedReport(
            8, 50, new double[] {-8 * Math.log(2), -24 * Math.log(2)}, new double[] {10, 30});

    assertThat(report.bound().mean()).isCloseTo(-16 * Math.log(2), within(1e-12));
    assertThat(report.bitsPerDimension().mean()).isCloseTo(2, within(1e-15));
    assertThat(report.bitsPerDimension().standardError()).isCloseTo(1, within(1e-15));
    assertThat(report.effectiveSampleSize().mean()).isEqualTo(20);
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    for (int samples : new int[] {0, -1, 5_001}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bound(samples))
          .withMessage("samples must be from 1 to 5000, was " + samples);
    }
    ImageShape shape = new ImageShape(8, 6, 1);
    VaeConfig plain = VaeConfig.conv(shape).filters(4).latent(3).autoencoder().build();
    try (Vae vae = Vae.create(plain, 1, backend)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bound(5).evaluate(vae, new TestImages(shape, 3)))
          .withMessage("model must have a latent distribution, was a plain autoencoder");
    }
  }

  private static ImportanceWeightedBound bound(int samples) {
    return new ImportanceWeightedBound(samples, Binarization.NONE, 42);
  }
}
