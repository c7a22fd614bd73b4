package vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DiagonalGaussianTest {
  @Test
  void samplesHaveItsMeanAndVariance() {
    int draws = 40_000;
    double[] means = {1, -2, 0.5};
    double[] variances = {1, 4, 0.01};
    float[] mean = new float[draws * 3];
    float[] logVariance = new float[draws * 3];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) means[i % 3];
      logVariance[i] = (float) Math.log(variances[i % 3]);
    }
    long[] shape = {draws, 3};
    try (DiagonalGaussian gaussian =
            new DiagonalGaussian(
                Nd4j.create(mean, shape, 'c'), Nd4j.create(logVariance, shape, 'c'));
        INDArray sample = gaussian.sample(new SplittableRandom(1))) {
      assertThat(sample.shape()).containsExactly(draws, 3);
      assertThat(sample.dataType()).isEqualTo(DataType.FLOAT);
      float[] z = sample.ravel().toFloatVector();
      for (int d = 0; d < 3; d++) {
        double sum = 0;
        double squares = 0;
        for (int i = d; i < z.length; i += 3) {
          sum += z[i] - means[d];
          squares += (z[i] - means[d]) * (z[i] - means[d]);
        }
        // Five standard deviations, σ/√n and σ²·√(2/n): wrong for 1 seed in 1.7 million, each.
        double variance = variances[d];
        assertThat(sum / draws).isCloseTo(0, within(5 * Math.sqrt(variance / draws)));
        assertThat(squares / draws)
            .isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / draws)));
      }
    }
  }

  @Test
  void dimensionsAndImagesAreIndependent() {
    int pairs = 40_000;
    try (DiagonalGaussian standard =
            new DiagonalGaussian(
                Nd4j.zeros(DataType.FLOAT, pairs, 2), Nd4j.zeros(DataType.FLOAT, pairs, 2));
        INDArray sample = standard.sample(new SplittableRandom(2))) {
      float[] z = sample.ravel().toFloatVector();
      double inside = 0;
      double across = 0;
      for (int i = 0; i + 2 < z.length; i += 2) {
        inside += z[i] * z[i + 1];
        across += z[i] * z[i + 2];
      }
      // A product of two independent normal numbers has variance 1: five deviations of the mean.
      double five = 5 / Math.sqrt(pairs);
      assertThat(inside / pairs).isCloseTo(0, within(five));
      assertThat(across / pairs).isCloseTo(0, within(five));
    }
  }

  @Test
  void theSameSeedGivesTheSameCodesWhateverTheOrderInMemory() {
    try (INDArray mean = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
        INDArray logVariance = Nd4j.createFromArray(new float[][] {{-1, 0, 1}, {2, -2, 0}});
        INDArray columns = mean.dup('f');
        INDArray one = new DiagonalGaussian(mean, logVariance).sample(new SplittableRandom(3));
        INDArray other =
            new DiagonalGaussian(columns, logVariance).sample(new SplittableRandom(3))) {
      assertThat(one.ravel().toFloatVector()).isEqualTo(other.ravel().toFloatVector());
      // Sampling leaves the distribution as it is.
      assertThat(mean.ravel().toFloatVector()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(logVariance.ravel().toFloatVector()).containsExactly(-1, 0, 1, 2, -2, 0);
    }
  }

  @Test
  void knowsItsNumbersOfImagesAndLatents() {
    try (DiagonalGaussian gaussian =
        new DiagonalGaussian(Nd4j.zeros(DataType.FLOAT, 5, 1), Nd4j.zeros(DataType.FLOAT, 5, 1))) {
      assertThat(gaussian.size()).isEqualTo(5);
      assertThat(gaussian.latent()).isEqualTo(1);
    }
  }

  @Test
  void refusesShapesThatDifferOrAreNoMatrices() {
    try (INDArray matrix = Nd4j.zeros(DataType.FLOAT, 2, 3);
        INDArray turned = Nd4j.zeros(DataType.FLOAT, 3, 2);
        INDArray vector = Nd4j.zeros(DataType.FLOAT, 6)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DiagonalGaussian(matrix, turned))
          .withMessage("mean and log-variance must be [N, Z] both, were [2, 3] and [3, 2]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DiagonalGaussian(vector, vector))
          .withMessage("mean and log-variance must be [N, Z] both, were [6] and [6]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DiagonalGaussian(matrix, vector))
          .withMessage("mean and log-variance must be [N, Z] both, were [2, 3] and [6]");
    }
  }

  @Test
  void closesBothArraysOnce() {
    INDArray mean = Nd4j.zeros(DataType.FLOAT, 2, 2);
    INDArray logVariance = Nd4j.zeros(DataType.FLOAT, 2, 2);
    DiagonalGaussian gaussian = new DiagonalGaussian(mean, logVariance);

    gaussian.close();

    assertThat(mean.wasClosed()).isTrue();
    assertThat(logVariance.wasClosed()).isTrue();
    assertThatNoException().isThrownBy(gaussian::close);
  }
}
