package vae4j.examples;

import java.util.SplittableRandom;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.latent.DiagonalGaussian;

/**
 * Where the images of a set lie in the latent space.
 *
 * @param values latent mean of each image, [N][Z], in the order of the set
 * @param labels class of each image, [N]
 */
public record EncodedImages(float[][] values, int[] labels) {
  private static final int BATCH = 100;

  /**
   * Encodes a whole set.
   *
   * @param vae the model
   * @param dataset images of its shape
   * @return their latent vectors
   */
  public static EncodedImages of(Vae vae, ImageDataset dataset) {
    float[][] values = new float[dataset.size()][];
    int[] labels = new int[dataset.size()];
    int done = 0;
    try (Batches batches =
        Batches.inOrder(dataset, BATCH, Binarization.NONE, new SplittableRandom(0))) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        try (DiagonalGaussian posterior = vae.encode(batch.images())) {
          System.arraycopy(posterior.mean().toFloatMatrix(), 0, values, done, batch.size());
        }
        System.arraycopy(batch.labels(), 0, labels, done, batch.size());
        done += batch.size();
      }
    }
    return new EncodedImages(values, labels);
  }

  /**
   * Root of the mean square of all numbers: about 1 where latent vectors fill the prior N(0, I).
   */
  public double rootMeanSquare() {
    double sum = 0;
    long count = 0;
    for (float[] vector : values) {
      for (float value : vector) {
        sum += (double) value * value;
      }
      count += vector.length;
    }
    return Math.sqrt(sum / count);
  }

  /**
   * The smallest and the largest value of one latent.
   *
   * @param latent which, from 0
   * @return both, in this order
   */
  public float[] range(int latent) {
    float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (float[] vector : values) {
      range[0] = Math.min(range[0], vector[latent]);
      range[1] = Math.max(range[1], vector[latent]);
    }
    return range;
  }
}
