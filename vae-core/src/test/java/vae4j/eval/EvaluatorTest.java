package vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;

class EvaluatorTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);

  @Test
  void theMeanDoesNotDependOnTheBatchSize() {
    TestImages images = new TestImages(SHAPE, 23);
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(VaeConfig.conv(SHAPE).filters(4).latent(2).build(), 1, backend)) {
      EvaluationReport whole = new Evaluator(23, Binarization.NONE, 5).evaluate(vae, images, 2);
      EvaluationReport parts = new Evaluator(10, Binarization.NONE, 5).evaluate(vae, images, 2);

      assertThat(whole.images()).isEqualTo(23);
      assertThat(parts.loss().reconstruction())
          .isCloseTo(whole.loss().reconstruction(), within(1e-4));
      assertThat(parts.loss().kl()).isCloseTo(whole.loss().kl(), within(1e-4));
      assertThat(whole.loss().objective())
          .isCloseTo(whole.loss().reconstruction() + 2 * whole.loss().kl(), within(1e-12));
    }
  }

  @Test
  void imagesOfAnotherShapeAreRefused() {
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(VaeConfig.conv(SHAPE).filters(4).latent(2).build(), 1, backend)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  Evaluator.defaults().evaluate(vae, new TestImages(new ImageShape(4, 4, 1), 3), 1))
          .withMessage("images of bars must be 8×6×1 as the model's, were 4×4×1");
    }
  }
}
