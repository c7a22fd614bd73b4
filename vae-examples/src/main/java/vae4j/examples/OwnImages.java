package vae4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.data.ImageShape;
import vae4j.datasets.FolderOptions;
import vae4j.datasets.ImageFolder;
import vae4j.datasets.Split;
import vae4j.latent.DiagonalGaussian;
import vae4j.plot.image.ImageGrid;
import vae4j.plot.image.Png;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;
import vae4j.train.TrainingHistory;

/**
 * A folder of own colour images: PNG, JPEG, GIF, BMP, TIFF or WebP, with sub-folders as labels if
 * there are any. They need not be square, nor of a size that the strides divide.
 */
public final class OwnImages {
  private static final int STEPS = 7;

  private OwnImages() {}

  /**
   * The result.
   *
   * @param shape of the images: that of most in the folder, which the others are scaled to
   * @param history each epoch's losses
   * @param originals [N, H, W, C], the first test images, at most 8
   * @param reconstructions [N, H, W, C], what the model makes of them
   * @param traversals [Z·7, H, W, C], the first one's latent vector with one latent after the other
   *     going from −3 to 3
   */
  public record Result(
      ImageShape shape,
      TrainingHistory history,
      INDArray originals,
      INDArray reconstructions,
      INDArray traversals)
      implements AutoCloseable {
    /** Frees the images. */
    @Override
    public void close() {
      originals.close();
      reconstructions.close();
      traversals.close();
    }
  }

  /**
   * Trains on a folder, with a tenth of it kept for testing.
   *
   * @param folder the folder, at least two images
   * @param epochs passes over the training images
   * @return what came out, the caller's to close
   * @throws IOException if there is no such folder, or an image cannot be read
   */
  public static Result run(Path folder, int epochs) throws IOException {
    Split split = ImageFolder.open(folder, FolderOptions.defaults().withRgb()).split(0.1, 42);
    ImageShape shape = split.train().shape();
    VaeConfig config = VaeConfig.conv(shape).filters(16, 32).latent(4).build();
    TrainerConfig settings = TrainerConfig.defaults().withEpochs(epochs).withBatchSize(16);
    try (Vae vae = Vae.create(config, 42)) {
      TrainingHistory history = new Trainer(settings).fit(vae, split.train(), split.test());
      INDArray originals = split.test().first(8).images();
      return new Result(
          shape, history, originals, vae.reconstruct(originals), traverse(vae, originals));
    }
  }

  private static INDArray traverse(Vae vae, INDArray images) {
    try (DiagonalGaussian posterior = vae.encode(images)) {
      float[] vector = posterior.mean().toFloatMatrix()[0];
      try (INDArray latents = Nd4j.create(WalkTheLatentSpace.traversals(vector, STEPS))) {
        return vae.decode(latents);
      }
    }
  }

  /**
   * Trains for 20 epochs and draws {@code decoded.png} and {@code traversals.png}.
   *
   * @param args a folder of images, and a folder for the drawings
   * @throws IOException if there is no such folder, or an image cannot be read
   */
  public static void main(String[] args) throws IOException {
    try (Result result = run(Path.of(args[0]), 20)) {
      result.history().epochs().forEach(System.out::println);
      Path folder = Path.of(args[1]);
      Png.write(
          ImageGrid.reconstruction(result.originals(), result.reconstructions(), 8),
          folder.resolve("decoded.png"));
      Png.write(
          ImageGrid.ofColumns(STEPS).draw(result.traversals()), folder.resolve("traversals.png"));
    }
  }
}
