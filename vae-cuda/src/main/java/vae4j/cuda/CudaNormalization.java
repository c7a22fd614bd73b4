package vae4j.cuda;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Normalization;
import vae4j.backend.kernel.NormalizationKernel;
import vae4j.cuda.driver.DeviceMemory;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.Launch;

/**
 * Normalisation on the kernels of {@code normalization.cu}, which names sets of numbers and their
 * parts: a part is a channel of an image, a set is what is normalised together.
 */
final class CudaNormalization implements NormalizationKernel {
  private static final int TILE = 32;

  private final Kernels kernels;
  private final Normalization map;
  private final int batch;
  private final int positions;
  private final int channels;
  private final int sets;
  private final int bytes;

  /** Of each part, [N, C]: mean and squares on the way forward, two sums on the way back. */
  private final DeviceStorage first;

  private final DeviceStorage second;

  /** Of each set: mean, 1/√(σ² + ε), σ², and the means of two sums on the way back. */
  private final DeviceStorage mean;

  private final DeviceStorage inverse;
  private final DeviceStorage variance;
  private final DeviceStorage setSums;
  private final DeviceStorage setProducts;

  CudaNormalization(Kernels kernels, DataType type, Normalization map, int batch) {
    this.kernels = kernels;
    this.map = map;
    this.batch = batch;
    this.positions = map.shape().height() * map.shape().width();
    this.channels = map.shape().channels();
    this.sets = map.acrossBatch() ? channels : batch * map.groups();
    this.bytes = DeviceStorage.bytes(type, Kind.REAL);
    this.first = DeviceStorage.allocate(kernels, type, Kind.REAL, (long) batch * channels);
    this.second = DeviceStorage.allocate(kernels, type, Kind.REAL, (long) batch * channels);
    this.mean = DeviceStorage.allocate(kernels, type, Kind.REAL, sets);
    this.inverse = DeviceStorage.allocate(kernels, type, Kind.REAL, sets);
    this.variance = DeviceStorage.allocate(kernels, type, Kind.REAL, sets);
    this.setSums = DeviceStorage.allocate(kernels, type, Kind.REAL, sets);
    this.setProducts = DeviceStorage.allocate(kernels, type, Kind.REAL, sets);
  }

  private long numbers() {
    return (long) batch * positions * channels;
  }

  private long partBlocks() {
    return (long) batch * ((channels + TILE - 1) / TILE);
  }

  private Launch sets(Launch launch) {
    return launch
        .integer(positions)
        .integer(channels)
        .integer(map.groups())
        .integer(map.acrossBatch() ? 1 : 0);
  }

  @Override
  public void forward(Storage input, Storage scale, Storage bias, Storage output) {
    kernels
        .launch("norm_parts")
        .address(DeviceStorage.address(input))
        .integer(positions)
        .integer(channels)
        .address(first.address())
        .address(second.address())
        .grid(partBlocks(), 1, 1);
    Launch statistics =
        kernels
            .launch("norm_statistics")
            .address(first.address())
            .address(second.address())
            .integer(batch);
    sets(statistics)
        .real(map.epsilon())
        .address(mean.address())
        .address(inverse.address())
        .address(variance.address())
        .grid(sets, 1, 1);
    Launch apply =
        kernels
            .launch("norm_apply")
            .address(DeviceStorage.address(input))
            .address(mean.address())
            .address(inverse.address())
            .address(DeviceStorage.address(scale))
            .address(DeviceStorage.address(bias))
            .address(DeviceStorage.address(output));
    sets(apply).size(numbers()).over(numbers());
  }

  @Override
  public void forward(
      Storage input,
      Storage givenMean,
      Storage givenVariance,
      Storage scale,
      Storage bias,
      Storage output) {
    kernels
        .launch("norm_given")
        .address(DeviceStorage.address(input))
        .address(DeviceStorage.address(givenMean))
        .address(DeviceStorage.address(givenVariance))
        .address(DeviceStorage.address(scale))
        .address(DeviceStorage.address(bias))
        .address(DeviceStorage.address(output))
        .real(map.epsilon())
        .integer(channels)
        .size(numbers())
        .over(numbers());
  }

  @Override
  public void statistics(Storage meanTarget, Storage varianceTarget) {
    copy(mean, meanTarget);
    copy(variance, varianceTarget);
  }

  private void copy(DeviceStorage source, Storage target) {
    DeviceMemory.copy(
        kernels.gpu(), source.address(), DeviceStorage.address(target), source.length() * bytes);
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage scale,
      @Nullable Storage inputGradient,
      Storage scaleGradient,
      Storage biasGradient) {
    Launch parts =
        kernels
            .launch("norm_gradient_parts")
            .address(DeviceStorage.address(input))
            .address(DeviceStorage.address(outputGradient))
            .address(mean.address())
            .address(inverse.address());
    sets(parts).address(first.address()).address(second.address()).grid(partBlocks(), 1, 1);
    sumOverImages(first, biasGradient);
    sumOverImages(second, scaleGradient);
    if (inputGradient == null) {
      return;
    }
    Launch means =
        kernels
            .launch("norm_gradient_sets")
            .address(first.address())
            .address(second.address())
            .address(DeviceStorage.address(scale))
            .integer(batch);
    sets(means).address(setSums.address()).address(setProducts.address()).grid(sets, 1, 1);
    Launch gradient =
        kernels
            .launch("norm_gradient_input")
            .address(DeviceStorage.address(input))
            .address(DeviceStorage.address(outputGradient))
            .address(mean.address())
            .address(inverse.address())
            .address(setSums.address())
            .address(setProducts.address())
            .address(DeviceStorage.address(scale))
            .address(DeviceStorage.address(inputGradient));
    sets(gradient).size(numbers()).over(numbers());
  }

  private void sumOverImages(DeviceStorage parts, Storage target) {
    kernels
        .launch("sum_partials")
        .address(parts.address())
        .address(DeviceStorage.address(target))
        .integer(batch)
        .size(channels)
        .over(channels);
  }

  @Override
  public void close() {
    first.close();
    second.close();
    mean.close();
    inverse.close();
    variance.close();
    setSums.close();
    setProducts.close();
  }
}
