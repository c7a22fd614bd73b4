package vae4j.train;

import java.util.List;
import java.util.stream.Collectors;
import vae4j.VaeConfig;
import vae4j.data.ImageShape;
import vae4j.loss.Likelihood;

/** Systems known from books and articles, ready to train. */
public final class Presets {
  private static final ImageShape PADDED = new ImageShape(32, 32, 1);
  private static final ImageShape DIGIT = new ImageShape(28, 28, 1);

  /**
   * β of the loss 500 · (mean binary cross-entropy over 1024 pixels) + KL, rescaled to nats per
   * image: 1024 / 500.
   */
  public static final double GDL_BETA = 1024.0 / 500.0;

  private Presets() {}

  /**
   * A model and how it is trained.
   *
   * @param name on the command line
   * @param dataset the data set it was made for: {@code fashion-mnist} or {@code mnist}
   * @param config the model
   * @param training its training, with the default seed
   */
  public record Preset(String name, String dataset, VaeConfig config, TrainerConfig training) {}

  private static TrainerConfig training(double beta, double rate, int batchSize, int epochs) {
    return TrainerConfig.defaults()
        .withEpochs(epochs)
        .withBatchSize(batchSize)
        .withLearningRate(LearningRate.constant(rate))
        .withBeta(beta);
  }

  /** All presets. */
  public static List<Preset> all() {
    return List.of(
        // Foster 2023, "Generative Deep Learning", 2nd edition, chapter 3: the autoencoder …
        new Preset(
            "gdl-autoencoder",
            "fashion-mnist",
            VaeConfig.conv(PADDED).latent(2).autoencoder().build(),
            training(0, 1e-3, 100, 3)),
        // … and the variational autoencoder.
        new Preset(
            "gdl-vae",
            "fashion-mnist",
            VaeConfig.conv(PADDED).latent(2).build(),
            training(GDL_BETA, 5e-4, 100, 5)),
        new Preset(
            "beta-vae-digits",
            "mnist",
            VaeConfig.dense(DIGIT).hidden(512, 256).latent(2).build(),
            training(4, 1e-3, 128, 50)),
        // σ² = ½ makes the reconstruction loss the squared error.
        new Preset(
            "linear-vae",
            "mnist",
            VaeConfig.dense(DIGIT)
                .hidden(256, 64)
                .latent(10)
                .likelihood(Likelihood.gaussian(0.5))
                .build(),
            training(1, 1e-3, 32, 10)));
  }

  /**
   * The preset of a name.
   *
   * @param name such as {@code gdl-vae}, in upper or lower case
   * @return the preset
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Preset named(String name) {
    return all().stream()
        .filter(preset -> preset.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "preset must be one of "
                        + all().stream().map(Preset::name).collect(Collectors.joining(", "))
                        + ", was "
                        + name));
  }
}
