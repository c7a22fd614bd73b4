package vae4j.eval.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.ParallelLoop;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.eval.metric.Estimate;
import vae4j.graph.parameter.Parameter;

class LatentStatisticsTest {
  private static final int ALL = Integer.MAX_VALUE;

  private ParallelLoop workers;

  @BeforeEach
  void open() {
    workers = new ParallelLoop(2);
  }

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void codesThatSayNothingHaveNoInformationAndAreThePrior() {
    LatentStatistics statistics = of(new Posteriors(3, new float[300], new float[300]), ALL);
    LatentInformation information = statistics.information().orElseThrow();

    assertThat(information.mutualInformation().mean()).isCloseTo(0, within(1e-12));
    assertThat(information.marginalKl().mean()).isCloseTo(0, within(1e-12));
    assertThat(information.totalCorrelation().mean()).isCloseTo(0, within(1e-12));
    assertThat(information.kl().mean()).isZero();
    assertThat(statistics.activeUnits()).isZero();
  }

  @Test
  void codesThatNeverMeetSayWhichImageItIs() {
    int count = 1_000;
    float[] mean = new float[2 * count];
    float[] logVariance = new float[2 * count];
    for (int n = 0; n < count; n++) {
      mean[2 * n] = n * 0.01f;
      logVariance[2 * n] = -16; // σ = 0.0003
    }
    LatentStatistics statistics = of(new Posteriors(2, mean, logVariance), ALL);
    LatentInformation information = statistics.information().orElseThrow();

    assertThat(information.mutualInformation().mean()).isCloseTo(Math.log(count), within(1e-9));
    assertThat(information.mutualInformation().count()).isEqualTo(count);
    assertThat(statistics.activeUnits()).isEqualTo(1);
    // (N² − 1) / 12 · 0.01², the variance of equal steps.
    assertThat(statistics.variances()[0]).isCloseTo(999_999 / 12e4, within(1e-4));
    assertThat(statistics.variances()[1]).isZero();
  }

  /**
   * Means at the quantiles of N(0, 1 − s²) and deviations of s add up to N(0, 1): all the KL is
   * mutual information, −log s for each latent.
   */
  @Test
  void codesWhoseMixtureIsThePriorHaveNoMarginalKl() {
    int side = 60;
    double s = 0.5;
    NormalDistribution spread = new NormalDistribution(null, 0, Math.sqrt(1 - s * s));
    float[] mean = new float[2 * side * side];
    float[] logVariance = new float[mean.length];
    for (int n = 0; n < side * side; n++) {
      int row = n / side;
      int column = n % side;
      mean[2 * n] = (float) spread.inverseCumulativeProbability((column + 0.5) / side);
      mean[2 * n + 1] = (float) spread.inverseCumulativeProbability((row + 0.5) / side);
      logVariance[2 * n] = (float) (2 * Math.log(s));
      logVariance[2 * n + 1] = (float) (2 * Math.log(s));
    }
    LatentInformation information =
        of(new Posteriors(2, mean, logVariance), ALL).information().orElseThrow();

    // The quantiles end, so that the mixture is a little narrower than the prior.
    assertThat(information.marginalKl().mean()).isCloseTo(0, within(0.01));
    assertThat(information.totalCorrelation().mean()).isCloseTo(0, within(1e-6));
    assertThat(information.marginalKls())
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.mean()).isCloseTo(0, within(0.005)));
    Estimate mutual = information.mutualInformation();
    assertThat(mutual.mean()).isCloseTo(2 * Math.log(2), within(4 * mutual.standardError() + 0.01));
  }

  /** One latent copies the other: the mixture's two halves are the same, −log s of correlation. */
  @Test
  void theTotalCorrelationOfACopiedLatentIsItsInformation() {
    int count = 2_000;
    double s = 0.1;
    NormalDistribution spread = new NormalDistribution(null, 0, Math.sqrt(1 - s * s));
    float[] mean = new float[2 * count];
    float[] logVariance = new float[mean.length];
    for (int n = 0; n < count; n++) {
      mean[2 * n] = (float) spread.inverseCumulativeProbability((n + 0.5) / count);
      mean[2 * n + 1] = mean[2 * n];
      logVariance[2 * n] = (float) (2 * Math.log(s));
      logVariance[2 * n + 1] = logVariance[2 * n];
    }
    LatentInformation information =
        of(new Posteriors(2, mean, logVariance), ALL).information().orElseThrow();

    // q(z) is nearly N(0, [[1, r], [r, 1]]) with r = 1 − s², whose total correlation is
    // −½ log(1 − r²).
    double r = 1 - s * s;
    Estimate correlation = information.totalCorrelation();
    assertThat(correlation.mean())
        .isCloseTo(-0.5 * Math.log(1 - r * r), within(4 * correlation.standardError() + 0.01));
  }

  @Test
  void theDivergenceIsInformationAndMarginalKl() {
    LatentInformation information = of(scattered(1_500, 4), ALL).information().orElseThrow();
    Estimate mutual = information.mutualInformation();
    Estimate marginal = information.marginalKl();
    double sumOfLatents = information.marginalKls().stream().mapToDouble(Estimate::mean).sum();

    double error = mutual.standardError() + marginal.standardError();
    assertThat(mutual.mean() + marginal.mean())
        .isCloseTo(information.kl().mean(), within(4 * error));
    assertThat(information.totalCorrelation().mean() + sumOfLatents)
        .isCloseTo(marginal.mean(), within(1e-9));
    assertThat(Arrays.stream(information.klPerDimension()).sum())
        .isCloseTo(information.kl().mean(), within(1e-9));
  }

  /** The blocks, the cut-off and the threads against one sum of exponentials after the other. */
  @Test
  void theLogDensitiesAreThoseOfASum() {
    Posteriors posteriors = scattered(5_000, 7);
    SplittableRandom random = new SplittableRandom(3);
    double[][] codes = new double[20][7];
    for (double[] code : codes) {
      for (int d = 0; d < 7; d++) {
        code[d] = 1.5 * random.nextGaussian();
      }
    }
    double[][] logDensities = new AggregatePosterior(posteriors).logDensities(codes, workers);

    for (int i = 0; i < 20; i++) {
      double joint = 0;
      double[] single = new double[7];
      for (int n = 0; n < 5_000; n++) {
        double product = 1;
        for (int d = 0; d < 7; d++) {
          double deviation = Math.exp(0.5 * posteriors.logVariance()[n * 7 + d]);
          double t = (codes[i][d] - posteriors.mean()[n * 7 + d]) / deviation;
          double density = Math.exp(-t * t / 2) / deviation / Math.sqrt(2 * Math.PI);
          single[d] += density / 5_000;
          product *= density;
        }
        joint += product / 5_000;
      }
      for (int d = 0; d < 7; d++) {
        assertThat(logDensities[i][d]).isCloseTo(Math.log(single[d]), within(1e-10));
      }
      assertThat(logDensities[i][7]).isCloseTo(Math.log(joint), within(1e-9));
    }
  }

  @Test
  void fewDrawsAndOtherThreadsGiveTheSameWithinTheError() {
    Posteriors posteriors = scattered(2_000, 3);
    LatentInformation all = of(posteriors, ALL).information().orElseThrow();
    LatentInformation few = of(posteriors, 300).information().orElseThrow();
    try (ParallelLoop one = new ParallelLoop(1)) {
      LatentStatistics alone = LatentStatistics.of(posteriors, 300, new SplittableRandom(9), one);
      assertThat(alone.information().orElseThrow().mutualInformation())
          .isEqualTo(few.mutualInformation());
    }
    assertThat(few.mutualInformation().count()).isEqualTo(300);
    assertThat(few.mutualInformation().mean())
        .isCloseTo(
            all.mutualInformation().mean(), within(4 * few.mutualInformation().standardError()));
  }

  @Test
  void aLatentWithoutWeightsIsNotActive() {
    ImageShape shape = new ImageShape(8, 6, 1);
    TestImages images = new TestImages(shape, 60);
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(VaeConfig.conv(shape).filters(4).latent(3).build(), 1, backend)) {
      float[] flat = new float[Math.toIntExact(vae.parameterCount())];
      vae.parameters().read(flat, 0);
      for (Parameter parameter : vae.parameterLayout()) {
        if (parameter.name().equals("encoder/mean/weights")) {
          for (int i = 0; i < parameter.length(); i++) {
            int place = (int) parameter.offset() + i;
            flat[place] = i % 3 == 1 ? 0 : 5 * flat[place];
          }
        }
      }
      vae.update(parameters -> parameters.write(flat));
      LatentStatistics statistics = of(Posteriors.of(vae, images, Binarization.NONE, 1), ALL);

      assertThat(statistics.variances()[1]).isZero();
      assertThat(statistics.variances()[0]).isGreaterThan(LatentStatistics.ACTIVE);
      assertThat(statistics.activeUnits()).isEqualTo(2);
    }
  }

  @Test
  void aPlainAutoencodersCodesHaveVariancesAlone() {
    LatentStatistics statistics = of(new Posteriors(1, new float[] {1, 3}, null), 5);

    assertThat(statistics.variances()).containsExactly(1);
    assertThat(statistics.information()).isEmpty();
    assertThat(statistics.activeUnits()).isEqualTo(1);
  }

  @Test
  void noDrawsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(scattered(10, 2), 0))
        .withMessage("draws must be positive, was 0");
  }

  private LatentStatistics of(Posteriors posteriors, int draws) {
    return LatentStatistics.of(posteriors, draws, new SplittableRandom(9), workers);
  }

  private static Posteriors scattered(int count, int latent) {
    SplittableRandom random = new SplittableRandom(count);
    float[] mean = new float[count * latent];
    float[] logVariance = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (1.2 * random.nextGaussian() + 0.1 * (i % latent));
      logVariance[i] = (float) (-1.5 + 0.5 * random.nextGaussian());
    }
    return new Posteriors(latent, mean, logVariance);
  }
}
