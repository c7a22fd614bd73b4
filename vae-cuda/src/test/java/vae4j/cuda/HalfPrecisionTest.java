package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Precision;
import vae4j.backend.kernel.Activation;
import vae4j.data.ImageShape;
import vae4j.loss.Likelihood;
import vae4j.loss.LossTerms;

/** bfloat16 and float16 between the layers against float32. */
class HalfPrecisionTest {
  private static final int BATCH = 9;

  static Stream<Arguments> models() {
    ImageShape odd = new ImageShape(9, 7, 3);
    return Stream.of(Precision.BF16, Precision.FP16)
        .flatMap(
            precision ->
                Stream.of(
                        Named.of(
                            "leaky ReLU, hidden layer",
                            VaeConfig.conv(odd)
                                .filters(8, 16)
                                .hidden(24)
                                .latent(5)
                                .activation(Activation.leakyRelu(0.1))
                                .build()),
                        Named.of(
                            "SiLU, learned variance",
                            VaeConfig.conv(odd)
                                .filters(6)
                                .latent(3)
                                .activation(Activation.silu())
                                .likelihood(Likelihood.gaussianLearnedVariance())
                                .build()),
                        Named.of("dense", VaeConfig.dense(odd).hidden(20).latent(2).build()))
                    .map(model -> Arguments.of(precision, model)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsPointWhereFloat32sDo(Precision precision, VaeConfig config) {
    CudaBackendProvider provider = new CudaBackendProvider();
    BackendOptions options = BackendOptions.defaults();
    assumeTrue(provider.unavailable(options).isEmpty(), "no GPU, nor a stand-in");
    ImageShape shape = config.input();
    float[] pixels = new float[BATCH * shape.size()];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    long[] dimensions = {BATCH, shape.height(), shape.width(), shape.channels()};
    try (INDArray images = Nd4j.create(pixels, dimensions, 'c');
        Backend narrow = provider.open(options.withPrecision(precision));
        Backend wide = provider.open(options);
        Vae a = Vae.create(config, 5, narrow);
        Vae b = Vae.create(config, 5, wide)) {
      LossTerms lossA = a.training().lossAndGradient(images, new SplittableRandom(8), 1);
      LossTerms lossB = b.training().lossAndGradient(images, new SplittableRandom(8), 1);

      // Half a unit in the last place is 2⁻⁹ of bfloat16, 2⁻¹² of float16.
      double fine = precision == Precision.BF16 ? 1 : 0.125;
      assertThat(lossA.reconstruction())
          .isCloseTo(lossB.reconstruction(), within(0.01 * fine * lossB.reconstruction()));
      double[] g = a.training().gradient().toDoubles();
      double[] h = b.training().gradient().toDoubles();
      assertThat(1 - dot(g, h) / Math.sqrt(dot(g, g) * dot(h, h))).isLessThan(0.005 * fine);
      assertThat(dot(g, g) / dot(h, h)).isCloseTo(1, within(0.05 * fine));
      assertThat(g).isNotEqualTo(h);
      assertThat(narrow.precision()).isEqualTo(precision);
      assertThat(narrow.description()).endsWith(precision.toString());
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
