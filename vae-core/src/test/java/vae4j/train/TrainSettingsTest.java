package vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.VaeConfig;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.latent.GaussianMixture;
import vae4j.loss.KlWeight;
import vae4j.loss.Likelihood;
import vae4j.loss.TotalCorrelation;

class TrainSettingsTest {
  private static final ImageShape SHAPE = new ImageShape(32, 32, 1);

  /** Of {@code NAME=VALUE} with spaces between them. */
  private static TrainSettings settings(String text) {
    TrainSettings settings = TrainSettings.none();
    for (String setting : text.split(" ", -1)) {
      String[] parts = setting.split("=", 2);
      settings = settings.with(parts[0], parts[1]);
    }
    return settings;
  }

  @Test
  void nothingSetIsThePresetOfTheDataSet() {
    TrainPlan fashion = TrainSettings.none().plan("fashion-mnist", SHAPE, 10);
    TrainPlan mini = TrainSettings.none().plan("fashion-mnist-mini", SHAPE, 10);
    TrainPlan own = TrainSettings.none().plan("images:clothes", SHAPE, 0);

    assertThat(fashion.preset()).isEqualTo(Presets.named("gdl-vae"));
    assertThat(fashion.inGdlUnits()).isTrue();
    assertThat(mini.training().epochs()).isEqualTo(20);
    assertThat(own.name()).isEqualTo("conv-vae");
    assertThat(own.inGdlUnits()).isFalse();
    assertThat(own.model()).isEqualTo(VaeConfig.conv(SHAPE).build());
  }

  @Test
  void modelAndTrainingAreThoseOfTheSettings() {
    TrainPlan plan =
        settings(
                "filters=4,8 kernel=5 stride=1 latent=3 likelihood=gaussian variance=0.2"
                    + " conditional=true prior=gaussian-mixture:7 residual=1 beta=2 beta-warmup=3"
                    + " total-correlation=4 epochs=6 batch=7 lr=cosine:0.1 optimizer=sgd"
                    + " momentum=0.5 binarize=threshold seed=8")
            .plan("mnist", SHAPE, 10);

    assertThat(plan.model())
        .isEqualTo(
            VaeConfig.conv(SHAPE)
                .filters(4, 8)
                .kernel(5)
                .stride(1)
                .latent(3)
                .likelihood(Likelihood.gaussian(0.2))
                .conditional(10)
                .prior(new GaussianMixture(7))
                .residual(1)
                .build());
    assertThat(plan.training())
        .isEqualTo(
            TrainerConfig.defaults()
                .withBeta(KlWeight.warmUp(2, 3))
                .withExtraTerm(TotalCorrelation.TERM, 4)
                .withEpochs(6)
                .withBatchSize(7)
                .withLearningRate(LearningRate.cosine(0.1))
                .withOptimizer(Optimizer.sgd(0.5))
                .withBinarization(Binarization.THRESHOLD)
                .withSeed(8));
    assertThat(plan.folderName("npz:/data/My Digits.npz:images"))
        .isEqualTo("conv-vae-npz-my-digits-images-seed8");
  }

  @Test
  void denseModelsAndAutoencodersHaveTheirNames() {
    TrainPlan dense = settings("hidden=16,8 autoencoder=true").plan("mnist", SHAPE, 10);

    assertThat(dense.name()).isEqualTo("dense-autoencoder");
    assertThat(dense.model()).isEqualTo(VaeConfig.dense(SHAPE).hidden(16, 8).autoencoder().build());
    assertThat(settings("hidden=16").padded()).isFalse();
    assertThat(settings("hidden=16 filters=4").padded()).isTrue();
    assertThat(settings("spatial-latent=2").plan("mnist", SHAPE, 10).model().spatial()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latent=x | latent must be a whole number, was x",
        "filters=4,,8 | filters must be whole numbers with , between them, was 4,,8",
        "beta=much | beta must be a number, was much",
        "conditional=perhaps | conditional must be true or false, was perhaps",
        "conditional=true | conditional needs images with named classes, noise has none",
        "latent=2 spatial-latent=2 | latent and spatial-latent exclude each other",
        "variance=1 | variance is for likelihood gaussian, likelihood was bernoulli",
        "momentum=0.9 | momentum is for optimizer sgd, was adam",
        "optimizer=lion | optimizer must be adam or sgd, was lion",
        "autoencoder=true beta=1 | beta is for models with a KL, an autoencoder has none",
        "autoencoder=true total-correlation=1"
            + " | total-correlation is for models with a KL, an autoencoder has none",
        "hidden=8 kernel=3 | kernel is for convolutions, the model has none; add filters",
        "hidden=8 stride=2 | stride is for convolutions, the model has none; add filters",
      })
  void wrongValuesAreRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(text).plan("noise", SHAPE, 0))
        .withMessage(message);
  }

  @Test
  void settingsAreValues() {
    assertThat(settings("latent=2").with("beta", null))
        .isEqualTo(settings("latent=2"))
        .hasSameHashCodeAs(settings("latent=2"))
        .isNotEqualTo(settings("latent=3"));
    assertThat(settings("latent=2").get("latent")).isEqualTo("2");
    assertThat(TrainSettings.none().get("latent")).isNull();
    settings("filters=4 latent=2").check();
  }
}
