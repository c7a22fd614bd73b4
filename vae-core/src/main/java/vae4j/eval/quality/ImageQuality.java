package vae4j.eval.quality;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.DatasetLoss;
import vae4j.Vae;
import vae4j.backend.ParallelLoop;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.data.ImageValues;
import vae4j.data.Seeds;
import vae4j.data.Seeds.Purpose;
import vae4j.eval.metric.Estimate;

/**
 * Distance of images from the originals, each the mean of every image's number.
 *
 * @param meanSquaredError over an image's numbers, in [0, 1]
 * @param peakSignalToNoise 10 log₁₀ (1 / mean squared error) in dB of each image, and the mean of
 *     these, over the images that differ from their original; empty if none does. It is above the
 *     dB of {@code meanSquaredError}, which some libraries give instead (Jensen's inequality)
 * @param identical images that are equal to their original: their peak signal to noise ratio,
 *     infinite, is in no mean
 * @param structuralSimilarity SSIM, from −1 to 1, see {@link StructuralSimilarity}; empty for
 *     images that are smaller than its window
 * @param withoutFrame the same of the images without their frame of zeros ({@link
 *     ImageDataset#frame}); empty where they have none
 */
public record ImageQuality(
    Estimate meanSquaredError,
    Optional<Estimate> peakSignalToNoise,
    long identical,
    Optional<Estimate> structuralSimilarity,
    Optional<ImageQuality> withoutFrame) {
  /**
   * A model's images of a whole split, each the decoding of its latent mean, beside the originals.
   *
   * @param vae the model
   * @param dataset images of its shape
   * @param binarization what is done to pixel values
   * @param seed of stochastic binarisation
   * @param workers share the images
   * @return how near they are
   * @throws IllegalArgumentException if the data set is empty or of another shape
   */
  public static ImageQuality of(
      Vae vae, ImageDataset dataset, Binarization binarization, long seed, ParallelLoop workers) {
    DatasetLoss.requireFits(vae, dataset);
    Accumulator accumulator = new Accumulator(dataset.shape(), workers);
    int frame = dataset.frame();
    ImageShape inner = dataset.shape().withoutFrame(frame);
    Accumulator innerAccumulator = new Accumulator(inner, workers);
    try (Batches batches =
        Batches.inOrder(
            dataset,
            vae.imagesAtATime(),
            binarization,
            Seeds.stream(seed, Purpose.EVALUATION_NOISE, 1))) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        INDArray images = batch.images();
        try (INDArray decoded = vae.given(batch).reconstruct(images)) {
          accumulator.add(images, decoded);
          if (frame > 0) {
            try (INDArray originals = cropped(images, frame);
                INDArray reconstructed = cropped(decoded, frame)) {
              innerAccumulator.add(originals, reconstructed);
            }
          }
        }
      }
    }
    ImageQuality quality = accumulator.quality();
    return frame == 0 ? quality : quality.withoutFrame(innerAccumulator.quality());
  }

  private ImageQuality withoutFrame(ImageQuality inner) {
    return new ImageQuality(
        meanSquaredError, peakSignalToNoise, identical, structuralSimilarity, Optional.of(inner));
  }

  /** The images [N, H, W, C] without rows and columns on each side, the caller's to close. */
  private static INDArray cropped(INDArray images, int frame) {
    float[] all = images.reshape('c', new long[] {images.length()}).toFloatVector();
    int count = (int) images.size(0);
    int height = (int) images.size(1);
    int channels = (int) images.size(3);
    int row = (int) images.size(2) * channels;
    int innerRow = row - 2 * frame * channels;
    float[] inner = new float[count * (height - 2 * frame) * innerRow];
    int to = 0;
    for (int n = 0; n < count; n++) {
      for (int y = frame; y < height - frame; y++) {
        System.arraycopy(all, (n * height + y) * row + frame * channels, inner, to, innerRow);
        to += innerRow;
      }
    }
    long[] shape = {count, height - 2L * frame, innerRow / channels, channels};
    return Nd4j.create(inner, shape, 'c');
  }

  /** Takes images and their originals batch by batch. */
  public static final class Accumulator {
    private final ImageShape shape;
    private final ParallelLoop workers;
    private final Estimate.Accumulator errors = new Estimate.Accumulator();
    private final Estimate.Accumulator ratios = new Estimate.Accumulator();
    private final Estimate.Accumulator similarities = new Estimate.Accumulator();
    private final StructuralSimilarity[] similarity;

    /**
     * Of nothing yet.
     *
     * @param shape of each image
     * @param workers share the images
     */
    public Accumulator(ImageShape shape, ParallelLoop workers) {
      this.shape = shape;
      this.workers = workers;
      this.similarity =
          new StructuralSimilarity[StructuralSimilarity.fits(shape) ? workers.threads() : 0];
      Arrays.setAll(similarity, worker -> new StructuralSimilarity(shape));
    }

    /**
     * Adds images.
     *
     * @param originals [N, H, W, C], in [0, 1]
     * @param images [N, H, W, C], in [0, 1]
     * @throws IllegalArgumentException if the shapes differ from each other or from this one's
     * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN
     */
    public void add(INDArray originals, INDArray images) {
      float[] a = pixels("originals", originals, originals.size(0));
      float[] b = pixels("images", images, originals.size(0));
      int count = a.length / shape.size();
      double[] squaredErrors = new double[count];
      double[] similar = new double[count];
      workers.share(
          count,
          (from, to, worker) -> {
            for (int n = from; n < to; n++) {
              squaredErrors[n] = squaredError(a, b, n * shape.size());
              if (similarity.length > 0) {
                similar[n] = similarity[worker].of(a, b, n * shape.size());
              }
            }
          });
      for (int n = 0; n < count; n++) {
        errors.add(squaredErrors[n]);
        if (squaredErrors[n] != 0) {
          ratios.add(-10 * Math.log10(squaredErrors[n]));
        }
        if (similarity.length > 0) {
          similarities.add(similar[n]);
        }
      }
    }

    private float[] pixels(String name, INDArray images, long count) {
      long[] wanted = {count, shape.height(), shape.width(), shape.channels()};
      if (!Arrays.equals(images.shape(), wanted)) {
        throw new IllegalArgumentException(
            name
                + " must be "
                + Arrays.toString(wanted)
                + ", were "
                + Arrays.toString(images.shape()));
      }
      ImageValues.require(images);
      return images.reshape('c', new long[] {images.length()}).toFloatVector();
    }

    private double squaredError(float[] a, float[] b, int offset) {
      double sum = 0;
      for (int i = offset; i < offset + shape.size(); i++) {
        double difference = (double) a[i] - b[i];
        sum += difference * difference;
      }
      return sum / shape.size();
    }

    /**
     * The quality of the images added so far.
     *
     * @throws IllegalStateException if there were none
     */
    public ImageQuality quality() {
      return new ImageQuality(
          errors.estimate(),
          ratios.count() == 0 ? Optional.empty() : Optional.of(ratios.estimate()),
          errors.count() - ratios.count(),
          similarity.length == 0 ? Optional.empty() : Optional.of(similarities.estimate()),
          Optional.empty());
    }
  }
}
