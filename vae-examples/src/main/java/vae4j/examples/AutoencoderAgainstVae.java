package vae4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.datasets.Datasets;
import vae4j.eval.Evaluator;
import vae4j.loss.LossTerms;
import vae4j.plot.LatentPlane;
import vae4j.plot.LatentScatter;
import vae4j.plot.image.ImageGrid;
import vae4j.plot.image.Png;
import vae4j.train.Presets;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

/**
 * A plain autoencoder and a VAE with the same layers, the same two latents and the same training
 * (the comparison of Foster 2023, "Generative Deep Learning", 2nd edition, chapter 3).
 *
 * <p>The autoencoder puts its latent vectors wherever it likes: they lie far apart, with gaps
 * between, and a latent vector drawn at random need not be near any. The VAE's KL draws the latent
 * vectors to the prior N(0, I), so that latent vectors drawn from it are latent vectors the decoder
 * knows; the price is a larger reconstruction loss.
 */
public final class AutoencoderAgainstVae {
  private static final int SIDE = 10;

  private AutoencoderAgainstVae() {}

  /**
   * One of the two models, after training.
   *
   * @param test its losses on the test images, in nats per image
   * @param latents where the test images lie in its plane of latent vectors
   * @param grid [100, H, W, C], what a grid of 10×10 points over that part of the plane decodes to,
   *     row by row from the top, the second latent growing upwards
   * @param samples [100, H, W, C], what points drawn from N(0, I) decode to
   */
  public record Side(LossTerms test, EncodedImages latents, INDArray grid, INDArray samples)
      implements AutoCloseable {
    /** Frees the images. */
    @Override
    public void close() {
      grid.close();
      samples.close();
    }
  }

  /**
   * Both models.
   *
   * @param autoencoder the plain autoencoder
   * @param vae the VAE
   */
  public record Result(Side autoencoder, Side vae) implements AutoCloseable {
    /** Frees the images. */
    @Override
    public void close() {
      autoencoder.close();
      vae.close();
    }
  }

  /**
   * Trains both and looks at their latent vectors.
   *
   * @param layers of both models, with two latents
   * @param train images to train on
   * @param test images of the same shape to look at
   * @param epochs passes over the training images, for either
   * @return both, the caller's to close
   */
  public static Result run(
      VaeConfig.Builder layers, ImageDataset train, ImageDataset test, int epochs) {
    VaeConfig variational = layers.build();
    VaeConfig plain = layers.autoencoder().build();
    TrainerConfig settings = TrainerConfig.defaults().withEpochs(epochs).withBeta(Presets.GDL_BETA);
    return new Result(side(plain, settings, train, test), side(variational, settings, train, test));
  }

  private static Side side(
      VaeConfig config, TrainerConfig settings, ImageDataset train, ImageDataset test) {
    try (Vae vae = Vae.create(config, 42)) {
      new Trainer(settings).fit(vae, train, test);
      EncodedImages latents = EncodedImages.of(vae, test);
      try (INDArray plane = plane(latents)) {
        return new Side(
            Evaluator.defaults().evaluate(vae, test, settings.beta().last()).loss(),
            latents,
            vae.decode(plane),
            vae.sample(SIDE * SIDE, 42));
      }
    }
  }

  /** A grid of points [100, 2] over where the latent vectors lie. */
  private static INDArray plane(EncodedImages latents) {
    float[] first = latents.range(0);
    float[] second = latents.range(1);
    return Nd4j.create(
        LatentPlane.uniform(SIDE, first[0], first[1], second[0], second[1]).latents());
  }

  /**
   * Draws both: {@code NAME-codes.png}, {@code NAME-grid.png} and {@code NAME-samples.png} for
   * either.
   *
   * @param result both
   * @param names the names of the classes
   * @param folder where to; it must exist
   * @throws IOException if a file cannot be written
   * @throws vae4j.plot.image.MissingFontsException if this Java has no fonts
   */
  public static void draw(Result result, List<String> names, Path folder) throws IOException {
    draw("autoencoder", result.autoencoder(), names, folder);
    draw("vae", result.vae(), names, folder);
  }

  private static void draw(String name, Side side, List<String> names, Path folder)
      throws IOException {
    ImageGrid grid = ImageGrid.ofColumns(SIDE);
    Png.write(grid.draw(side.grid()), folder.resolve(name + "-grid.png"));
    Png.write(grid.draw(side.samples()), folder.resolve(name + "-samples.png"));
    EncodedImages latents = side.latents();
    Png.write(
        LatentScatter.of(name).draw(latents.values(), latents.labels(), names),
        folder.resolve(name + "-codes.png"));
  }

  /**
   * Compares the two on Fashion-MNIST, or on the part of it that comes with the library.
   *
   * @param args a folder for the drawings, which must exist
   * @throws IOException if a data file is damaged
   */
  public static void main(String[] args) throws IOException {
    Datasets.Opened data = Datasets.open("auto", DataOptions.defaults());
    data.notices().forEach(System.out::println);
    VaeConfig.Builder layers = VaeConfig.conv(data.train().shape()).latent(2);
    try (Result result = run(layers, data.train(), data.test(), 3)) {
      print("autoencoder", result.autoencoder());
      print("VAE", result.vae());
      draw(result, data.test().labelNames(), Path.of(args[0]));
    }
  }

  private static void print(String name, Side side) {
    System.out.printf(
        Locale.ROOT,
        "%s: reconstruction %.1f nats per image, latent vectors of root mean square %.2f%n",
        name,
        side.test().reconstruction(),
        side.latents().rootMeanSquare());
  }
}
