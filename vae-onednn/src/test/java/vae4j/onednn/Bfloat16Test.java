package vae4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.data.ImageShape;
import vae4j.loss.LossTerms;

/** Training in bfloat16, by the processor's instructions or emulated, against float32. */
class Bfloat16Test {
  private final OneDnnBackendProvider provider = new OneDnnBackendProvider();

  @BeforeEach
  void emulateWhereNeeded() {
    System.setProperty(OneDnnBackendProvider.EMULATE, "true");
    assumeThat(provider.unavailable(new BackendOptions(1, DataType.BFLOAT16))).isEmpty();
  }

  @AfterEach
  void nobodyElseEmulates() {
    System.clearProperty(OneDnnBackendProvider.EMULATE);
  }

  @ParameterizedTest
  @MethodSource("vae4j.backend.AgreementTest#models")
  void gradientsPointWhereFloat32sDo(VaeConfig config) {
    ImageShape shape = config.input();
    int batch = 9;
    float[] pixels = new float[batch * shape.size()];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    long[] dimensions = {batch, shape.height(), shape.width(), shape.channels()};
    try (INDArray images = Nd4j.create(pixels, dimensions, 'c');
        Backend narrow = provider.open(new BackendOptions(2, DataType.BFLOAT16));
        Backend wide = provider.open(new BackendOptions(2, DataType.FLOAT));
        Vae a = Vae.create(config, 5, narrow);
        Vae b = Vae.create(config, 5, wide)) {
      LossTerms lossA = a.training().lossAndGradient(images, new SplittableRandom(8), 1);
      LossTerms lossB = b.training().lossAndGradient(images, new SplittableRandom(8), 1);

      // Eight significant bits: half a unit in the last place is 2⁻⁹.
      assertThat(lossA.reconstruction())
          .isCloseTo(lossB.reconstruction(), within(0.01 * Math.abs(lossB.reconstruction())));
      double[] g = a.training().gradient().toDoubles();
      double[] h = b.training().gradient().toDoubles();
      assertThat(dot(g, h) / Math.sqrt(dot(g, g) * dot(h, h))).isGreaterThan(0.995);
      assertThat(dot(g, g) / dot(h, h)).isCloseTo(1, within(0.05));
      // It did compute in another precision.
      assertThat(g).isNotEqualTo(h);
    }
  }

  @Test
  void saysSo() {
    try (Backend backend = provider.open(new BackendOptions(1, DataType.BFLOAT16))) {
      assertThat(backend.dataType()).isEqualTo(DataType.BFLOAT16);
      assertThat(backend.description()).endsWith(", bfloat16, 1 thread");
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
