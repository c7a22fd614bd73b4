package vae4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.datasets.Datasets;
import vae4j.latent.DiagonalGaussian;
import vae4j.latent.LatentPath;
import vae4j.plot.image.ImageGrid;
import vae4j.plot.image.Png;

/** From one image to another through the latent space, and along one latent after the other. */
public final class WalkTheLatentSpace {
  private static final int STEPS = 10;

  private WalkTheLatentSpace() {}

  /**
   * Three walks.
   *
   * @param linear [steps, H, W, C], the straight line from the first image's latent vector to the
   *     second's
   * @param spherical [steps, H, W, C], the great circle between the same two
   * @param traversals [Z·steps, H, W, C], for each latent in turn the first image's latent vector
   *     with that latent going from −3 to 3
   */
  public record Result(INDArray linear, INDArray spherical, INDArray traversals)
      implements AutoCloseable {
    /** Frees the images. */
    @Override
    public void close() {
      linear.close();
      spherical.close();
      traversals.close();
    }
  }

  /**
   * Walks.
   *
   * @param vae a trained model
   * @param ends [2, H, W, C], the two images, in [0, 1]
   * @param steps images of each walk, at least 2
   * @return what is met on the way, the caller's to close
   */
  public static Result run(Vae vae, INDArray ends, int steps) {
    float[][] latents;
    try (DiagonalGaussian posterior = vae.encode(ends)) {
      latents = posterior.mean().toFloatMatrix();
    }
    return new Result(
        decode(vae, LatentPath.LINEAR.between(latents[0], latents[1], steps)),
        decode(vae, LatentPath.SPHERICAL.between(latents[0], latents[1], steps)),
        decode(vae, traversals(latents[0], steps)));
  }

  /**
   * A latent vector changed in one latent after the other.
   *
   * @param vector [Z], where all traversals pass nearby
   * @param steps latent vectors for each latent, at least 2
   * @return [Z·steps][Z]; each latent goes from −3 to 3, three standard deviations of the prior
   */
  public static float[][] traversals(float[] vector, int steps) {
    float[][] latents = new float[vector.length * steps][];
    for (int latent = 0; latent < vector.length; latent++) {
      for (int step = 0; step < steps; step++) {
        float[] changed = Arrays.copyOf(vector, vector.length);
        changed[latent] = -3 + 6f * step / (steps - 1);
        latents[latent * steps + step] = changed;
      }
    }
    return latents;
  }

  private static INDArray decode(Vae vae, float[][] latents) {
    try (INDArray z = Nd4j.create(latents)) {
      return vae.decode(z);
    }
  }

  /**
   * Draws the walks between the first two test images as {@code walk.png} and the traversals, a row
   * for each latent, as {@code traversals.png}.
   *
   * @param args a model file, of a model of 32×32 grey images, and a folder for the drawings
   * @throws IOException if the model or the data cannot be read, or a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    ImageDataset test = Datasets.open("auto", DataOptions.defaults()).test();
    Path folder = Path.of(args[1]);
    ImageGrid grid = ImageGrid.ofColumns(STEPS);
    try (Vae vae = Vae.load(Path.of(args[0]));
        INDArray ends = Batch.of(test, 0, 1).images();
        Result result = run(vae, ends, STEPS);
        INDArray both = Nd4j.concat(0, result.linear(), result.spherical())) {
      Png.write(
          grid.withRowCaptions(List.of("linear", "spherical")).draw(both),
          folder.resolve("walk.png"));
      Png.write(grid.draw(result.traversals()), folder.resolve("traversals.png"));
    }
  }
}
