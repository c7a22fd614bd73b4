package vae4j.eval.probe;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;
import vae4j.DatasetLoss;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.latent.DiagonalGaussian;

/** The latent vectors of images that are named by their indices. */
@FunctionalInterface
public interface LatentMeans {
  /**
   * Encodes some images.
   *
   * @param indices which images, in this order; at least one
   * @return their latent vectors, [N][Z], the same Z for all
   */
  float[][] of(int... indices);

  /**
   * The latent means μ that a model gives the images of a set.
   *
   * @param vae the model; it must stay open as long as latent vectors are asked for
   * @param dataset images of its shape
   * @param batchSize images that go through the encoder at a time, at least 1
   * @return the latent vectors, computed when asked for
   * @throws IllegalArgumentException if the data set is empty or of another shape, or the batch
   *     size is not positive
   */
  static LatentMeans means(Vae vae, ImageDataset dataset, int batchSize) {
    DatasetLoss.requireFits(vae, dataset);
    requirePositive("batch size", batchSize);
    return indices -> {
      float[][] latents = new float[indices.length][];
      for (int from = 0; from < indices.length; from += batchSize) {
        int to = Math.min(indices.length, from + batchSize);
        try (Batch batch = Batch.of(dataset, Arrays.copyOfRange(indices, from, to));
            DiagonalGaussian posterior = vae.given(batch).encode(batch.images())) {
          System.arraycopy(posterior.mean().toFloatMatrix(), 0, latents, from, to - from);
        }
      }
      return latents;
    };
  }
}
