package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Precision;
import vae4j.cuda.library.device.LibrarySettings;
import vae4j.data.Batch;
import vae4j.datasets.FashionMnistMini;
import vae4j.loss.LossTerms;
import vae4j.train.Presets;

/** A step of the preset on what cuDNN and cuBLASLt offer against a step on our own kernels. */
@Tag("gpu")
class TensorCoresTest {
  private static final int BATCH = 100;

  /** Largest relative difference of loss, and of the gradient's direction from float32's. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, 1e-5, 1e-8", "TF32, 1e-3, 1e-4", "FP16, 2e-3, 1e-3", "BF16, 1e-2, 5e-3"})
  void lossAndGradientOfAStep(Precision precision, double loss, double direction) {
    CudaBackendProvider provider = new CudaBackendProvider();
    BackendOptions options = BackendOptions.defaults();
    assumeTrue(provider.unavailable(options).isEmpty(), "no GPU");
    Step own;
    System.setProperty(LibrarySettings.LIBRARIES, "off");
    try {
      own = step(provider.open(options));
    } finally {
      System.clearProperty(LibrarySettings.LIBRARIES);
    }

    Step libraries = step(provider.open(options.withPrecision(precision)));

    double expected = own.loss.reconstruction();
    assertThat(libraries.loss.reconstruction()).isCloseTo(expected, within(loss * expected));
    double[] g = libraries.gradient;
    double[] h = own.gradient;
    assertThat(1 - dot(g, h) / Math.sqrt(dot(g, g) * dot(h, h))).isLessThan(direction);
  }

  private record Step(LossTerms loss, double[] gradient) {}

  private static Step step(Backend opened) {
    VaeConfig config = Presets.named("gdl-vae").config();
    try (Backend backend = opened;
        Vae vae = Vae.create(config, 5, backend);
        Batch batch = FashionMnistMini.train().first(BATCH)) {
      INDArray images = batch.images();
      LossTerms loss = vae.training().lossAndGradient(images, new SplittableRandom(8), 1);
      return new Step(loss, vae.training().gradient().toDoubles());
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
