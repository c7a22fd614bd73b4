package vae4j.backend.host;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Normalization;
import vae4j.backend.kernel.NormalizationKernel;

/** Normalisation in plain Java, in float64: image by image, on all threads. */
public final class HostNormalization implements NormalizationKernel {
  private final Normalization map;
  private final int batch;
  private final int channels;
  private final int size;
  private final ParallelLoop workers;

  /** Of each set of numbers that share them: images × groups, or channels. */
  private final double[] mean;

  private final double[] inverse;

  /** Sums of each image and channel. */
  private final double[] first;

  private final double[] second;

  private final double[][] images;
  private final double[][] gradients;

  /**
   * For one size of batch.
   *
   * @param map which normalisation
   * @param batch images N
   * @param workers share the images
   */
  public HostNormalization(Normalization map, int batch, ParallelLoop workers) {
    this.map = map;
    this.batch = batch;
    this.channels = map.shape().channels();
    this.size = map.shape().size();
    this.workers = workers;
    this.mean = new double[map.acrossBatch() ? channels : batch * map.groups()];
    this.inverse = new double[mean.length];
    this.first = new double[batch * channels];
    this.second = new double[batch * channels];
    this.images = new double[workers.threads()][size];
    this.gradients = new double[workers.threads()][size];
  }

  /** The set that a channel of an image belongs to. */
  private int set(int n, int c) {
    return map.acrossBatch() ? c : n * map.groups() + c / (channels / map.groups());
  }

  /** Number of numbers are in a set. */
  private double count() {
    long positions = size / channels;
    return map.acrossBatch() ? (double) batch * positions : (double) size / map.groups();
  }

  @Override
  public void forward(Storage input, Storage scale, Storage bias, Storage output) {
    HostStorage x = HostStorage.of(input);
    // Mean first, then the squares about it: no cancellation.
    sums(x, null);
    gather(first, mean);
    sums(x, mean);
    gather(second, inverse);
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / Math.sqrt(inverse[i] + map.epsilon());
    }
    apply(x, scale.toDoubles(), bias.toDoubles(), HostStorage.of(output));
  }

  @Override
  public void forward(
      Storage input,
      Storage runningMean,
      Storage runningVariance,
      Storage scale,
      Storage bias,
      Storage output) {
    runningMean.read(mean);
    runningVariance.read(inverse);
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / Math.sqrt(inverse[i] + map.epsilon());
    }
    apply(HostStorage.of(input), scale.toDoubles(), bias.toDoubles(), HostStorage.of(output));
  }

  @Override
  public void statistics(Storage batchMean, Storage batchVariance) {
    batchMean.write(mean);
    double[] variance = new double[channels];
    for (int c = 0; c < channels; c++) {
      variance[c] = 1 / (inverse[c] * inverse[c]) - map.epsilon();
    }
    batchVariance.write(variance);
  }

  /** first ← Σ x, or second ← Σ (x − mean)², of each image and channel. */
  private void sums(HostStorage x, double @Nullable [] center) {
    double[] sums = center == null ? first : second;
    workers.share(
        batch,
        (from, to, worker) -> {
          double[] image = images[worker];
          double[] offset = new double[channels];
          for (int n = from; n < to; n++) {
            x.readDoubles((long) n * size, image, size);
            int row = n * channels;
            for (int c = 0; c < channels; c++) {
              sums[row + c] = 0;
              offset[c] = center == null ? 0 : center[set(n, c)];
            }
            for (int i = 0; i < size; i += channels) {
              for (int c = 0; c < channels; c++) {
                double value = image[i + c] - offset[c];
                sums[row + c] += center == null ? value : value * value;
              }
            }
          }
        });
  }

  /** The mean over each set of sums of images and channels. */
  private void gather(double[] sums, double[] sets) {
    Arrays.fill(sets, 0);
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < channels; c++) {
        sets[set(n, c)] += sums[n * channels + c];
      }
    }
    for (int i = 0; i < sets.length; i++) {
      sets[i] /= count();
    }
  }

  private void apply(HostStorage x, double[] scale, double[] bias, HostStorage output) {
    workers.share(
        batch,
        (from, to, worker) -> {
          double[] image = images[worker];
          double[] factor = new double[channels];
          double[] shift = new double[channels];
          for (int n = from; n < to; n++) {
            x.readDoubles((long) n * size, image, size);
            for (int c = 0; c < channels; c++) {
              int set = set(n, c);
              // γ·(x − μ)/√(σ² + ε) + β as one product and one sum.
              factor[c] = scale[c] * inverse[set];
              shift[c] = bias[c] - factor[c] * mean[set];
            }
            for (int i = 0; i < size; i += channels) {
              for (int c = 0; c < channels; c++) {
                image[i + c] = factor[c] * image[i + c] + shift[c];
              }
            }
            output.writeDoubles((long) n * size, image, size);
          }
        });
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage scale,
      @Nullable Storage inputGradient,
      Storage scaleGradient,
      Storage biasGradient) {
    HostStorage x = HostStorage.of(input);
    HostStorage dy = HostStorage.of(outputGradient);
    productSums(x, dy);
    deliver(first, biasGradient);
    deliver(second, scaleGradient);
    if (inputGradient == null) {
      return;
    }
    double[] gamma = scale.toDoubles();
    double[] sums = new double[mean.length];
    double[] products = new double[mean.length];
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < channels; c++) {
        sums[set(n, c)] += gamma[c] * first[n * channels + c] / count();
        products[set(n, c)] += gamma[c] * second[n * channels + c] / count();
      }
    }
    HostStorage dx = HostStorage.of(inputGradient);
    workers.share(
        batch,
        (from, to, worker) -> {
          double[] image = images[worker];
          double[] gradient = gradients[worker];
          for (int n = from; n < to; n++) {
            x.readDoubles((long) n * size, image, size);
            dy.readDoubles((long) n * size, gradient, size);
            for (int c = 0; c < channels; c++) {
              int set = set(n, c);
              for (int i = c; i < size; i += channels) {
                // ∂x = (γ·∂y − mean(γ·∂y) − x̂·mean(γ·∂y·x̂)) / √(σ² + ε).
                double normalized = (image[i] - mean[set]) * inverse[set];
                gradient[i] =
                    inverse[set]
                        * (gamma[c] * gradient[i] - sums[set] - normalized * products[set]);
              }
            }
            dx.writeDoubles((long) n * size, gradient, size);
          }
        });
  }

  /** first ← Σ ∂y and second ← Σ ∂y·x̂, of each image and channel. */
  private void productSums(HostStorage x, HostStorage dy) {
    workers.share(
        batch,
        (from, to, worker) -> {
          double[] image = images[worker];
          double[] gradient = gradients[worker];
          for (int n = from; n < to; n++) {
            x.readDoubles((long) n * size, image, size);
            dy.readDoubles((long) n * size, gradient, size);
            for (int c = 0; c < channels; c++) {
              int set = set(n, c);
              double sum = 0;
              double product = 0;
              for (int i = c; i < size; i += channels) {
                sum += gradient[i];
                product += gradient[i] * (image[i] - mean[set]) * inverse[set];
              }
              first[n * channels + c] = sum;
              second[n * channels + c] = product;
            }
          }
        });
  }

  private void deliver(double[] ofImages, Storage target) {
    double[] sums = new double[channels];
    for (int i = 0; i < ofImages.length; i++) {
      sums[i % channels] += ofImages[i];
    }
    target.write(sums);
  }

  @Override
  public void close() {
    // Holds no native memory.
  }
}
