package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import vae4j.VaeConfig;
import vae4j.backend.kernel.Activation;
import vae4j.cli.option.ModelArguments;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.loss.KlWeight;
import vae4j.loss.Likelihood;
import vae4j.train.LearningRate;
import vae4j.train.Optimizer;
import vae4j.train.Presets;
import vae4j.train.TrainPlan;
import vae4j.train.TrainSettings;

class ModelArgumentsTest {
  private static final ImageShape PADDED = new ImageShape(32, 32, 1);
  private static final ImageShape DIGIT = new ImageShape(28, 28, 1);

  @Test
  void fashionMnistWithoutOptionsIsTheBooksVae() {
    TrainPlan plan = parse().plan("fashion-mnist", PADDED, 0);

    assertThat(plan.name()).isEqualTo("gdl-vae");
    assertThat(plan.model()).isEqualTo(Presets.named("gdl-vae").config());
    assertThat(plan.training().beta().last()).isEqualTo(2.048);
    assertThat(plan.training().epochs()).isEqualTo(5);
    assertThat(plan.training().learningRate()).isEqualTo(LearningRate.constant(5e-4));
    assertThat(plan.inGdlUnits()).isTrue();
    assertThat(plan.folderName("fashion-mnist")).isEqualTo("gdl-vae-fashion-mnist-seed42");
  }

  @Test
  void thePartOfFashionMnistThatComesWithTheLibraryIsForTheBooksVaeTooWithMoreEpochs() {
    TrainPlan plan = parse().plan("fashion-mnist-mini", PADDED, 0);

    assertThat(plan.model()).isEqualTo(Presets.named("gdl-vae").config());
    assertThat(plan.folderName("fashion-mnist-mini"))
        .isEqualTo("gdl-vae-fashion-mnist-mini-seed42");
    assertThat(plan.training().epochs()).isEqualTo(20);
    assertThat(parse("--epochs", "3").plan("fashion-mnist-mini", PADDED, 0).training().epochs())
        .isEqualTo(3);
    TrainPlan named = parse("--preset", "gdl-vae").plan("fashion-mnist-mini", PADDED, 0);
    assertThat(named.training().epochs()).isEqualTo(5);
  }

  @Test
  void otherDataGetsAConvolutionalVaeOfItsShape() {
    ImageShape shape = new ImageShape(48, 37, 3);

    TrainPlan plan = parse().plan("images:/images/My Cats/", shape, 0);

    assertThat(plan.preset()).isNull();
    assertThat(plan.model()).isEqualTo(VaeConfig.conv(shape).build());
    assertThat(plan.folderName("images:/images/My Cats/"))
        .isEqualTo("conv-vae-images-my-cats-seed42");
  }

  @Test
  void anotherNetworkIsNoPreset() {
    TrainPlan plan = parse("--filters", "8,16").plan("fashion-mnist", PADDED, 0);

    assertThat(plan.preset()).isNull();
    assertThat(plan.model()).isEqualTo(VaeConfig.conv(PADDED).filters(8, 16).build());
  }

  @Test
  void optionsOverrideThePreset() {
    TrainPlan plan =
        parse(
                "--preset",
                "gdl-vae",
                "--latent",
                "8",
                "--filters",
                "16,32",
                "--kernel",
                "5",
                "--hidden",
                "64",
                "--beta",
                "1",
                "--beta-warmup",
                "2",
                "--epochs",
                "3",
                "--batch",
                "50",
                "--lr",
                "cosine:0.01",
                "--optimizer",
                "sgd",
                "--momentum",
                "0.9",
                "--activation",
                "leaky_relu:0.2",
                "--likelihood",
                "gaussian",
                "--variance",
                "0.1",
                "--binarize",
                "threshold",
                "--seed",
                "9")
            .plan("mnist", PADDED, 0);

    assertThat(plan.name()).isEqualTo("gdl-vae");
    assertThat(plan.model())
        .isEqualTo(
            VaeConfig.conv(PADDED)
                .filters(16, 32)
                .kernel(5)
                .hidden(64)
                .latent(8)
                .activation(Activation.leakyRelu(0.2))
                .likelihood(Likelihood.gaussian(0.1))
                .build());
    assertThat(plan.training().beta()).isEqualTo(KlWeight.warmUp(1, 2));
    assertThat(plan.training().epochs()).isEqualTo(3);
    assertThat(plan.training().batchSize()).isEqualTo(50);
    assertThat(plan.training().learningRate()).isEqualTo(LearningRate.cosine(0.01));
    assertThat(plan.training().optimizer()).isEqualTo(Optimizer.sgd(0.9));
    assertThat(plan.training().binarization()).isEqualTo(Binarization.THRESHOLD);
    assertThat(plan.training().seed()).isEqualTo(9);
  }

  @Test
  void densePresetsTakeDigitsAsTheyArePublished() {
    TrainSettings arguments = parse("--preset", "beta-vae-digits");

    assertThat(arguments.padded()).isFalse();
    assertThat(arguments.plan("mnist", DIGIT, 0).model())
        .isEqualTo(Presets.named("beta-vae-digits").config());
  }

  @Test
  void denseModelsAreBuiltFromHiddenLayersAlone() {
    TrainSettings arguments = parse("--hidden", "300,100");

    assertThat(arguments.padded()).isFalse();
    assertThat(arguments.plan("mnist", DIGIT, 0).model())
        .isEqualTo(VaeConfig.dense(DIGIT).hidden(300, 100).build());
    assertThat(arguments.plan("mnist", DIGIT, 0).name()).isEqualTo("dense-vae");
  }

  @Test
  void convolutionsTakeDigitsPadded() {
    assertThat(parse().padded()).isTrue();
    assertThat(parse("--hidden", "64", "--filters", "8").padded()).isTrue();
    assertThat(parse("--preset", "gdl-autoencoder").padded()).isTrue();
  }

  @Test
  void thePlainAutoencoderHasNoDivergence() {
    TrainPlan plan = parse("--autoencoder").plan("sprites", PADDED, 0);

    assertThat(plan.model().variational()).isFalse();
    assertThat(plan.training().beta().last()).isZero();
    assertThat(plan.name()).isEqualTo("conv-autoencoder");
  }

  private static TrainSettings parse(String... words) {
    return CommandLine.populateCommand(new ModelArguments(), words).settings();
  }
}
