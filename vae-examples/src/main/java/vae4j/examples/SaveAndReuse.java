package vae4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.datasets.Datasets;
import vae4j.latent.DiagonalGaussian;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

/** A model is trained and saved; another part of the program loads it and goes on with it. */
public final class SaveAndReuse {
  private static final int IMAGES = 16;

  private SaveAndReuse() {}

  /**
   * The latent vectors and decoded images of some images.
   *
   * @param means [N·Z], the means of their latent vectors
   * @param logVariances [N·Z], the log-variances of their latent vectors
   * @param pixels [N·H·W·C], what the means decode to
   */
  public record Answers(float[] means, float[] logVariances, float[] pixels) {}

  /**
   * Before and after.
   *
   * @param saved what the model said before it was saved
   * @param loaded what the loaded one says of the same images; equal to the bit
   */
  public record Result(Answers saved, Answers loaded) {}

  /**
   * Trains, saves, loads, and asks both.
   *
   * @param train images to train on
   * @param test images of the same shape to ask about
   * @param epochs passes over the training images
   * @param file where the model goes
   * @return what either says of the first 16 test images
   * @throws IOException if the file cannot be written or read
   */
  public static Result run(ImageDataset train, ImageDataset test, int epochs, Path file)
      throws IOException {
    Answers saved;
    try (Vae vae = Vae.create(VaeConfig.conv(train.shape()).filters(16, 32).build(), 42)) {
      new Trainer(TrainerConfig.defaults().withEpochs(epochs)).fit(vae, train, null);
      saved = ask(vae, test);
      vae.save(file);
    }
    return new Result(saved, reuse(file, test));
  }

  /**
   * All that production latent vector needs: the file says what the model looks like.
   *
   * @param file the model file
   * @param test images to ask about
   * @return what the model says of the first 16
   * @throws IOException if the file is damaged, and in what way, or cannot be read
   */
  public static Answers reuse(Path file, ImageDataset test) throws IOException {
    try (Vae vae = Vae.load(file)) {
      return ask(vae, test);
    }
  }

  private static Answers ask(Vae vae, ImageDataset test) {
    try (INDArray images = test.first(IMAGES).images();
        DiagonalGaussian posterior = vae.encode(images);
        INDArray decoded = vae.decode(posterior.mean())) {
      return new Answers(
          posterior.mean().data().asFloat(),
          posterior.logVariance().data().asFloat(),
          decoded.data().asFloat());
    }
  }

  /**
   * Saves a small model as {@code reused.vae} and loads it again.
   *
   * @param args none
   * @throws IOException if a file cannot be written or read
   */
  public static void main(String[] args) throws IOException {
    Datasets.Opened data = Datasets.open("auto", DataOptions.defaults());
    data.notices().forEach(System.out::println);
    Result result = run(data.train().take(6_000), data.test(), 1, Path.of("reused.vae"));
    System.out.println(
        "equal to the bit: " + Arrays.equals(result.saved().pixels(), result.loaded().pixels()));
  }
}
