package vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Index.atIndex;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PriorTest {
  private static double logDensity(Prior prior, double[] z, double[]... parameters) {
    double[][] gradients = new double[parameters.length][];
    for (int i = 0; i < parameters.length; i++) {
      gradients[i] = new double[parameters[i].length];
    }
    return prior.logDensity(z, 0, z.length, 0, parameters, 0, new double[z.length], gradients);
  }

  @Test
  void theStandardNormalHasItsDensity() {
    // log (2π)^{−1} e^{−(1 + 4)/2}.
    assertThat(logDensity(new StandardNormal(), new double[] {1, -2}))
        .isCloseTo(-Math.log(2 * Math.PI) - 2.5, within(1e-12));
  }

  @Test
  void aMixtureIsTheMeanOfItsComponents() {
    double[] z = {0.5};
    double[] means = {-1, 2};
    double[] logVariances = {0, Math.log(4)};
    double first = Math.exp(-1.5 * 1.5 / 2) / Math.sqrt(2 * Math.PI);
    double second = Math.exp(-1.5 * 1.5 / 8) / Math.sqrt(8 * Math.PI);

    assertThat(logDensity(new GaussianMixture(2), z, means, logVariances))
        .isCloseTo(Math.log((first + second) / 2), within(1e-12));
    // Far out, where every density is 0 in float64.
    assertThat(logDensity(new GaussianMixture(2), new double[] {-100}, means, logVariances))
        .isCloseTo(Math.log(0.25) - 102 * 102 / 8.0 - 0.5 * Math.log(2 * Math.PI), within(1e-6));
  }

  @Test
  void samplesOfAMixtureHaveItsMean() {
    double[][] parameters = {{-1, 3}, {0, 0}};
    float[] z = new float[20_000];
    SplittableRandom random = new SplittableRandom(5);
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      new GaussianMixture(2).sample(random, 1, 0, parameters, z, i, 1);
      sum += z[i];
    }
    // Variance 5: five standard errors of the mean are 0.08.
    assertThat(sum / z.length).isCloseTo(1, within(0.08));
  }

  @Test
  void aConditionalModelHasTheParametersOfEachClass() {
    double[] means = {1, 2, 3, 4, 5, 6};
    double[] logVariances = {-1, -2, -3, 0.5, 0.1, 0.2};
    double[][] gradients = {new double[6], new double[6]};
    double[][] parameters = {means, logVariances};
    GaussianMixture prior = new GaussianMixture(2);
    double[] z = {3.5};

    double second = prior.logDensity(z, 0, 1, 1, parameters, 1, new double[1], gradients);

    double[] own = {-3, 0.5};
    assertThat(second).isEqualTo(logDensity(prior, z, new double[] {3, 4}, own));
    assertThat(gradients[0][2]).isNotZero();
    assertThat(gradients[0]).contains(0.0, atIndex(0)).contains(0.0, atIndex(5));
    float[] drawn = new float[1];
    prior.sample(new SplittableRandom(1), 0, 2, parameters, drawn, 0, 1);
    assertThat(drawn[0]).isIn(5f, 6f);
  }

  @Test
  void theClosedFormOfTheKlIsItsIntegral() {
    double mean = 0.7;
    double logVariance = -0.4;
    double sum = 0;
    double step = 1e-3;
    for (double z = -12; z < 12; z += step) {
      double logQ = Gaussian.logDensity(z, mean, logVariance);
      sum += step * Math.exp(logQ) * (logQ - Gaussian.logDensity(z, 0, 0));
    }
    assertThat(Gaussian.kl(mean, logVariance)).isCloseTo(sum, within(1e-9));
    assertThat(Gaussian.sample(2, Math.log(9), -1)).isCloseTo(-1, within(1e-12));
  }

  @Test
  void namesAreParsedAndOthersRefused() {
    assertThat(Prior.parse("standard-normal")).isEqualTo(new StandardNormal());
    assertThat(Prior.parse("gaussian-mixture:7")).isEqualTo(new GaussianMixture(7));
    for (Prior prior : new Prior[] {new StandardNormal(), new GaussianMixture(3)}) {
      assertThat(Prior.parse(prior.toString())).isEqualTo(prior);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prior.parse("laplace"))
        .withMessage("prior must be standard-normal or gaussian-mixture:K, was laplace");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prior.parse("gaussian-mixture:0"))
        .withMessage("mixture components must be positive, was 0");
  }
}
