package vae4j.backend.nd4j;

import java.lang.reflect.Array;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Storage;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.MemoryUse;

/**
 * A convolution's windows as the rows of a matrix, so that its gradients are matrix products
 * (Chellapilla, Puri and Simard 2006, section 3).
 *
 * <p>For one image the matrix P has a row for each place of the window and a column for each number
 * under it: [h·w, kh·kw·C]. With the kernel as a matrix K [kh·kw·C, F]: conv(x) = P(x)·K; its
 * adjoint is y ↦ Pᵀ(y·Kᵀ), where Pᵀ adds each row back to where its numbers came from; and ∂K =
 * P(x)ᵀ· ∂y. The batch is walked in blocks whose P stays in the cache.
 */
final class Im2Col implements AutoCloseable {
  /** Numbers in a block's P: 8 MiB of float32. */
  private static final int BLOCK = 1 << 21;

  private final int batch;
  private final int windows;
  private final int taps;
  private final int channels;
  private final int filters;
  private final int imageSize;
  private final int block;
  private final HostStorage columns;
  private final ParallelLoop workers;
  private final Object[] imageScratch;
  private final Object[] columnScratch;

  /**
   * The runs that are the same in P and in the image: {from in P, from in the image, length}, all
   * of one image.
   */
  private final int[] runs;

  Im2Col(AffineMap.Convolution map, int batch, DataType dataType, ParallelLoop workers) {
    this.batch = batch;
    this.windows = map.output().height() * map.output().width();
    this.channels = map.input().channels();
    this.taps = map.kernelHeight() * map.kernelWidth() * channels;
    this.filters = map.filters();
    this.imageSize = map.input().size();
    int perImage = Math.multiplyExact(windows, taps);
    this.block = Math.max(1, Math.min(batch, BLOCK / perImage));
    this.columns = HostStorage.allocate(dataType, (long) block * perImage);
    this.workers = workers;
    Class<?> type = dataType == DataType.FLOAT ? float.class : double.class;
    this.imageScratch = new Object[workers.threads()];
    this.columnScratch = new Object[workers.threads()];
    for (int i = 0; i < workers.threads(); i++) {
      imageScratch[i] = Array.newInstance(type, imageSize);
      columnScratch[i] = Array.newInstance(type, perImage);
    }
    this.runs = runs(map, taps);
  }

  /** The memory that a pass over a batch needs. */
  static MemoryUse memory(AffineMap.Convolution map, int batch, DataType dataType, int threads) {
    long places = (long) map.output().height() * map.output().width();
    long perImage = places * map.kernelHeight() * map.kernelWidth() * map.input().channels();
    long block = Math.max(1, Math.min(batch, BLOCK / perImage));
    long scratch = threads * (map.input().size() + perImage) * dataType.width();
    // Three numbers a run, twice while they are cut to size.
    long runs = 2L * Integer.BYTES * 3 * places * map.kernelHeight();
    long sums = (long) batch * Math.max(map.filters(), map.input().channels()) * Double.BYTES;
    return new MemoryUse(block * perImage * dataType.width(), scratch + runs + sums, 0);
  }

  /**
   * image ← Pᵀ(y·Kᵀ) + bias, the adjoint of the convolution.
   *
   * @param y [N, h, w, F]
   * @param kernel [kh, kw, C, F]
   * @param bias [C]
   * @param image [N, H, W, C], overwritten
   */
  void adjoint(Storage y, Storage kernel, Storage bias, Storage image) {
    INDArray k = HostStorage.of(kernel).array(taps, filters);
    double[] initial = bias.toDoubles();
    for (int from = 0; from < batch; from += block) {
      int first = from;
      int count = Math.min(block, batch - from);
      Nd4j.gemm(rows(y, from, count), k, matrix(count), false, true, 1, 0);
      workers.share(
          count,
          (begin, end, worker) -> {
            for (int i = begin; i < end; i++) {
              addBack(i, first + i, initial, HostStorage.of(image), worker);
            }
          });
    }
  }

  /**
   * ∂K = P(x)ᵀ·∂y, the gradient of the kernel, and conv(x) without a bias if it is wanted too: both
   * from the same P.
   *
   * @param x [N, H, W, C]
   * @param y [N, h, w, F]
   * @param kernelGradient [kh, kw, C, F], overwritten
   * @param kernel [kh, kw, C, F]; used for the convolution alone
   * @param convolved [N, h, w, F], overwritten; null if it is not wanted
   */
  void kernelGradient(
      Storage x, Storage y, Storage kernelGradient, Storage kernel, @Nullable Storage convolved) {
    INDArray gradient = HostStorage.of(kernelGradient).array(taps, filters);
    INDArray k = HostStorage.of(kernel).array(taps, filters);
    for (int from = 0; from < batch; from += block) {
      int count = Math.min(block, batch - from);
      gather(x, from, count);
      double accumulate = from == 0 ? 0 : 1;
      Nd4j.gemm(matrix(count), rows(y, from, count), gradient, true, false, 1, accumulate);
      if (convolved != null) {
        Nd4j.gemm(matrix(count), k, rows(convolved, from, count), false, false, 1, 0);
      }
    }
  }

  @Override
  public void close() {
    columns.close();
  }

  private INDArray matrix(int count) {
    HostStorage used = columns.slice(0, (long) count * windows * taps);
    return used.array((long) count * windows, taps);
  }

  private INDArray rows(Storage y, int from, int count) {
    long size = (long) windows * filters;
    return HostStorage.of(y)
        .slice(from * size, count * size)
        .array((long) count * windows, filters);
  }

  /** P ← the windows of {@code count} images. */
  private void gather(Storage x, int from, int count) {
    HostStorage source = HostStorage.of(x);
    int perImage = windows * taps;
    workers.share(
        count,
        (begin, end, worker) -> {
          Object image = imageScratch[worker];
          Object rows = columnScratch[worker];
          clear(rows);
          for (int i = begin; i < end; i++) {
            source.copyTo((long) (from + i) * imageSize, image, imageSize);
            for (int r = 0; r < runs.length; r += 3) {
              System.arraycopy(image, runs[r + 1], rows, runs[r], runs[r + 2]);
            }
            columns.copyFrom((long) i * perImage, rows, perImage);
          }
        });
  }

  /** One image ← bias + Pᵀ of its rows. */
  private void addBack(int index, int number, double[] bias, HostStorage target, int worker) {
    int perImage = windows * taps;
    columns.copyTo((long) index * perImage, columnScratch[worker], perImage);
    Object image = imageScratch[worker];
    if (image instanceof float[] floats) {
      fill(floats, bias);
      addRuns((float[]) columnScratch[worker], floats);
    } else {
      fill((double[]) image, bias);
      addRuns((double[]) columnScratch[worker], (double[]) image);
    }
    target.copyFrom((long) number * imageSize, image, imageSize);
  }

  private void addRuns(float[] rows, float[] image) {
    for (int r = 0; r < runs.length; r += 3) {
      int from = runs[r];
      int to = runs[r + 1];
      int length = runs[r + 2];
      for (int i = 0; i < length; i++) {
        image[to + i] += rows[from + i];
      }
    }
  }

  private void addRuns(double[] rows, double[] image) {
    for (int r = 0; r < runs.length; r += 3) {
      int from = runs[r];
      int to = runs[r + 1];
      int length = runs[r + 2];
      for (int i = 0; i < length; i++) {
        image[to + i] += rows[from + i];
      }
    }
  }

  private void fill(float[] image, double[] bias) {
    for (int c = 0; c < channels; c++) {
      image[c] = (float) bias[c];
    }
    for (int i = channels; i < image.length; i++) {
      image[i] = image[i - channels];
    }
  }

  private void fill(double[] image, double[] bias) {
    System.arraycopy(bias, 0, image, 0, channels);
    for (int i = channels; i < image.length; i++) {
      image[i] = image[i - channels];
    }
  }

  private static void clear(Object array) {
    if (array instanceof float[] floats) {
      Arrays.fill(floats, 0);
    } else {
      Arrays.fill((double[]) array, 0);
    }
  }

  /** Where the window's rows lie inside the image; what lies outside is the padding. */
  private static int[] runs(AffineMap.Convolution map, int taps) {
    int channels = map.input().channels();
    int width = map.input().width();
    int[] found = new int[3 * map.output().height() * map.output().width() * map.kernelHeight()];
    int used = 0;
    for (int i = 0; i < map.output().height(); i++) {
      for (int j = 0; j < map.output().width(); j++) {
        int left = j * map.strideWidth() - map.padLeft();
        int firstColumn = Math.max(0, -left);
        int lastColumn = Math.min(map.kernelWidth(), width - left);
        for (int p = 0; p < map.kernelHeight(); p++) {
          int y = i * map.strideHeight() + p - map.padTop();
          if (y < 0 || y >= map.input().height() || firstColumn >= lastColumn) {
            continue;
          }
          int row = (i * map.output().width() + j) * taps;
          found[used++] = row + (p * map.kernelWidth() + firstColumn) * channels;
          found[used++] = (y * width + left + firstColumn) * channels;
          found[used++] = (lastColumn - firstColumn) * channels;
        }
      }
    }
    return Arrays.copyOf(found, used);
  }
}
