package vae4j;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.ImageDataset;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;
import vae4j.latent.DiagonalGaussian;

/**
 * Mean and standard deviation of each latent dimension over training images, of z ~ q(z | x): what
 * other libraries ask for as a scaling factor, 1 / std.
 *
 * @param mean [Z], one for each latent dimension
 * @param std [Z], √(Var[μ] + E[σ²])
 */
public record LatentScale(List<Double> mean, List<Double> std) {
  /** More images do not change the third digit. */
  private static final int IMAGES = 10_000;

  /** Copies the lists. */
  public LatentScale {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /**
   * Measures a model.
   *
   * @param vae the model
   * @param dataset images of its shape; the first 10,000 are taken
   * @return mean and standard deviation
   */
  public static LatentScale of(Vae vae, ImageDataset dataset) {
    int dimensions = vae.config().latent();
    double[] sums = new double[dimensions];
    double[] squares = new double[dimensions];
    ImageDataset some = dataset.take(Math.min(IMAGES, dataset.size()));
    try (Batches batches = Batches.inOrder(some, vae.imagesAtATime())) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        try (DiagonalGaussian posterior = vae.given(batch).encode(batch.images())) {
          double[] mu = numbers(posterior.mean());
          double[] logVariance = numbers(posterior.logVariance());
          for (int i = 0; i < mu.length; i++) {
            sums[i % dimensions] += mu[i] / some.size();
            squares[i % dimensions] += (mu[i] * mu[i] + Math.exp(logVariance[i])) / some.size();
          }
        }
      }
    }
    Double[] mean = new Double[dimensions];
    Double[] std = new Double[dimensions];
    for (int d = 0; d < dimensions; d++) {
      mean[d] = sums[d];
      std[d] = Math.sqrt(Math.max(0, squares[d] - sums[d] * sums[d]));
    }
    return new LatentScale(List.of(mean), List.of(std));
  }

  private static double[] numbers(INDArray array) {
    return array.reshape(new long[] {array.length()}).toDoubleVector();
  }

  /** As it stands in a model's file: {@code latent_mean} and {@code latent_std}. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.add("latent_mean", array(mean));
    json.add("latent_std", array(std));
    return json;
  }

  static LatentScale fromJson(JsonFields json) throws MalformedModelException {
    LatentScale scale =
        new LatentScale(json.requireDoubles("latent_mean"), json.requireDoubles("latent_std"));
    json.rejectOthers();
    return scale;
  }

  private static JsonArray array(List<Double> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
