package vae4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.BackendProvider;
import vae4j.backend.Storage;
import vae4j.backend.TestBackend;
import vae4j.data.ImageShape;
import vae4j.loss.Likelihood;

class VaePlanTest {
  private static final ImageShape SHAPE = new ImageShape(6, 4, 2);

  @ParameterizedTest
  @MethodSource("vae4j.backend.TestBackend#all")
  void everyGradientVectorThatIsGivenIsWritten(BackendProvider provider, DataType type) {
    VaeConfig config =
        VaeConfig.conv(SHAPE)
            .filters(3, 4)
            .latent(2)
            .likelihood(Likelihood.gaussianLearnedVariance())
            .build();
    VaeNetwork network = VaeNetwork.of(config);
    int length = (int) network.layout().length();
    float[] epsilon = {0.3f, -1, 2, 0.1f, -0.7f, 0.4f};
    TestPictures pictures = new TestPictures(SHAPE, 3);
    try (TestBackend backend = new TestBackend(provider, type);
        INDArray images = Nd4j.create(pictures.all(), new long[] {3, 6, 4, 2}, 'c')) {
      double[] weights = new double[length];
      for (int i = 0; i < length; i++) {
        weights[i] = 0.3 * Math.sin(i);
      }
      Storage parameters = backend.storage(weights);
      VaePlan plan = backend.closing(new VaePlan(config, network, 3, backend.get(), parameters));
      Storage first = backend.unwritten(length);
      Storage second = backend.unwritten(length);

      plan.lossAndGradient(images, epsilon, 1, 1.0 / 3, first);
      double[] gradient = first.toDoubles();
      assertThat(gradient).doesNotContain(777);
      assertThat(gradient[length - 1]).isZero();

      plan.lossAndGradient(images, epsilon, 1, 2.0 / 3, second);
      assertThat(first.toDoubles()).isEqualTo(gradient);
      for (int i = 0; i < length; i++) {
        gradient[i] *= 2;
      }
      backend.assertClose(second.toDoubles(), gradient);

      plan.lossAndGradient(images, epsilon, 1, 2.0 / 3, first);
      assertThat(first.toDoubles()).isEqualTo(second.toDoubles());
    }
  }
}
