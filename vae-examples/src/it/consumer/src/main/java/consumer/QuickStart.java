package consumer;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.datasets.Sprites;
import vae4j.latent.DiagonalGaussian;
import vae4j.plot.image.ImageGrid;
import vae4j.plot.image.Png;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;
import vae4j.train.TrainingHistory;

/** The README's program: trains a VAE, encodes, decodes and samples with it, and saves it. */
public final class QuickStart {
  private QuickStart() {}

  /** A little of it: one epoch on some generated images. */
  public static void main(String[] args) throws IOException {
    run(Sprites.train().take(200), Sprites.test().take(50), 1, Path.of("target"));
  }

  static TrainingHistory run(ImageDataset train, ImageDataset test, int epochs, Path out)
      throws IOException {
    VaeConfig config = VaeConfig.conv(train.shape()).filters(32, 64, 128).latent(16).build();
    TrainerConfig settings = TrainerConfig.defaults().withEpochs(epochs);
    try (Vae vae = Vae.create(config, 42);
        Batch few = test.first(8)) {
      TrainingHistory history = new Trainer(settings).fit(vae, train, test);
      history.epochs().forEach(System.out::println); // losses in nats per image

      INDArray images = few.images(); // [8, 32, 32, 1] in [0, 1]
      try (DiagonalGaussian posterior = vae.encode(images); // mean, logVariance: [8, 16]
          INDArray decoded = vae.decode(posterior.mean()); // [8, 32, 32, 1] in [0, 1]
          INDArray samples = vae.sample(64, 42)) { // [64, 32, 32, 1] in [0, 1]
        Png.write(ImageGrid.reconstruction(images, decoded, 8), out.resolve("decoded.png"));
        Png.write(ImageGrid.ofColumns(8).draw(samples), out.resolve("samples.png"));
      }
      vae.save(out.resolve("fashion.vae")); // Vae.load brings it back
      return history;
    }
  }
}
