package vae4j.backend.nd4j;

import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Storage;

/**
 * The sum over all places of all images, channel by channel: the gradient of a bias. Each image is
 * summed on its own and the images in order, so that the result does not depend on the threads.
 */
final class ChannelSums {
  private final int batch;
  private final int imageSize;
  private final int channels;
  private final ParallelLoop workers;
  private final double[][] ofImage;

  /**
   * Sums for a batch.
   *
   * @param batch images N
   * @param imageSize numbers in an image
   * @param channels C
   * @param workers share the images
   */
  ChannelSums(int batch, int imageSize, int channels, ParallelLoop workers) {
    this.batch = batch;
    this.imageSize = imageSize;
    this.channels = channels;
    this.workers = workers;
    this.ofImage = new double[batch][channels];
  }

  /**
   * sums[c] ← Σ values[n, ·, ·, c].
   *
   * @param values [N, H, W, C]
   * @param sums [C], overwritten
   */
  void compute(Storage values, Storage sums) {
    HostStorage source = HostStorage.of(values);
    workers.share(
        batch,
        (from, to, worker) -> {
          Object image = source.isFloat() ? new float[imageSize] : new double[imageSize];
          for (int n = from; n < to; n++) {
            source.copyTo((long) n * imageSize, image, imageSize);
            if (image instanceof float[] floats) {
              add(floats, ofImage[n]);
            } else {
              add((double[]) image, ofImage[n]);
            }
          }
        });
    HostStorage target = HostStorage.of(sums);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int n = 0; n < batch; n++) {
        sum += ofImage[n][c];
      }
      target.set(c, sum);
    }
  }

  private void add(float[] image, double[] sums) {
    float[] rows = new float[channels];
    for (int i = 0; i < image.length; i += channels) {
      for (int c = 0; c < channels; c++) {
        rows[c] += image[i + c];
      }
    }
    for (int c = 0; c < channels; c++) {
      sums[c] = rows[c];
    }
  }

  private void add(double[] image, double[] sums) {
    for (int c = 0; c < channels; c++) {
      sums[c] = 0;
    }
    for (int i = 0; i < image.length; i += channels) {
      for (int c = 0; c < channels; c++) {
        sums[c] += image[i + c];
      }
    }
  }
}
