package vae4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.backend.kernel.Activation;
import vae4j.data.ImageShape;
import vae4j.loss.Likelihood;

class VaeConfigTest {
  private static final ImageShape SHAPE = new ImageShape(32, 32, 1);

  @Test
  void defaultsAreThreeStagesOfStrideTwo() {
    VaeConfig config = VaeConfig.conv(SHAPE).build();

    assertThat(config.stages())
        .containsExactly(
            new VaeConfig.Stage(32, 3, 2),
            new VaeConfig.Stage(64, 3, 2),
            new VaeConfig.Stage(128, 3, 2));
    assertThat(config.latent()).isEqualTo(16);
    assertThat(config.activation()).isEqualTo(Activation.relu());
    assertThat(config.likelihood()).isEqualTo(Likelihood.bernoulli());
    assertThat(config.variational()).isTrue();
  }

  @Test
  void kernelAndStrideHoldForAllFiltersInAnyOrderOfCalls() {
    VaeConfig config = VaeConfig.conv(SHAPE).kernel(5).filters(7).stride(1).build();

    assertThat(config.stages()).containsExactly(new VaeConfig.Stage(7, 5, 1));
  }

  @Test
  void stagesTakeThePlaceOfFilters() {
    List<VaeConfig.Stage> stages =
        List.of(new VaeConfig.Stage(8, 3, 1), new VaeConfig.Stage(4, 4, 3));

    assertThat(VaeConfig.conv(SHAPE).stages(stages).build().stages()).isEqualTo(stages);
  }

  @Test
  void latentOfZeroIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VaeConfig.conv(SHAPE).latent(0).build())
        .withMessage("latent must be positive, was 0");
  }

  @Test
  void imagesTooSmallForTheStridesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VaeConfig.conv(new ImageShape(4, 9, 1)).build())
        .withMessage(
            "image 4×9×1 is too small for the strides [2, 2, 2]: 1×3 reaches a stride of 2");
  }

  @Test
  void theSmallestImageThatFitsIsTaken() {
    VaeConfig config = VaeConfig.conv(new ImageShape(5, 5, 1)).build();

    assertThat(config.input()).isEqualTo(new ImageShape(5, 5, 1));
  }

  @Test
  void everyNumberIsChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VaeConfig.conv(SHAPE).filters(0).build())
        .withMessage("filters must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VaeConfig.conv(SHAPE).kernel(0).build())
        .withMessage("kernel must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VaeConfig.conv(SHAPE).stride(-1).build())
        .withMessage("stride must be positive, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VaeConfig.dense(SHAPE).hidden(3, 0).build())
        .withMessage("hidden units must be positive, was 0");
  }
}
