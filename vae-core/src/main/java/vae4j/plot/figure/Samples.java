package vae4j.plot.figure;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.plot.image.ImageGrid;

/** Images decoded from latent vectors drawn from the prior. */
public final class Samples {
  private static final int COLUMNS = 10;

  private Samples() {}

  /**
   * Draws samples, ten in a row.
   *
   * @param vae the model
   * @param count how many, at least 1
   * @param seed of the latent vectors
   * @param temperature of {@link Inference#sample(int, long, double)}; 1 for the prior itself
   * @return the drawing
   */
  public static BufferedImage draw(Inference vae, int count, long seed, double temperature) {
    try (INDArray images = vae.sample(count, seed, temperature)) {
      return ImageGrid.ofColumns(Math.min(COLUMNS, count)).draw(images);
    }
  }

  /**
   * A conditional model given all classes in turn; another model as it is.
   *
   * @param vae the model
   * @param count samples to be drawn
   * @return the model for them
   */
  public static Inference ofAllClasses(Vae vae, int count) {
    int classes = vae.config().classes();
    return classes == 0
        ? vae
        : vae.given(IntStream.range(0, count).map(i -> i % classes).toArray());
  }
}
