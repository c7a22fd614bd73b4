package vae4j.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Storage;
import vae4j.backend.host.FlippedWeights;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;

/**
 * A convolution of stride 1 from many channels to few, such as a decoder's last layer. oneDNN's own
 * would fill vectors of 16 filters with one.
 *
 * <p>Forward, each place of the input is multiplied with all taps of the kernel, [taps·out, in] ·
 * [in, places], and the products are shifted and added. Backward, it is the adjoint of the
 * convolution with the turned kernel ({@link FlippedWeights}), which has few channels in and many
 * out.
 */
final class OneDnnFlippedConvolution implements AffineKernel {
  private final AffineMap.Convolution map;
  private final int batch;
  private final ParallelLoop workers;
  private final ActivationKernel activation;
  private final WeightsLayout taps;
  private final memory products;
  private final FloatBuffer productValues;
  private final Primitive multiply;
  private final float[][] imageProducts;
  private final float[][] images;
  private final FlippedWeights turned;
  private final ConvolutionPasses adjoint;
  private final double[] biasSums;

  OneDnnFlippedConvolution(
      OneDnn library,
      AffineMap.Convolution map,
      ActivationKernel activation,
      int batch,
      ParallelLoop workers) {
    this.map = map;
    this.batch = batch;
    this.workers = workers;
    this.activation = activation;
    long channels = map.input().channels();
    long places = (long) map.input().height() * map.input().width();
    long taps = (long) map.kernelHeight() * map.kernelWidth();
    long rows = taps * map.filters();

    library.useThreads();
    // The model's kernel is [tap, in, out]; wanted is [tap, out, in].
    long[] shape = {taps, map.filters(), channels};
    long[] strides = {channels * map.filters(), 1, map.filters()};
    this.taps =
        new WeightsLayout(
            library,
            new memory.desc(shape, memory.data_type.f32, strides),
            library.activations(memory.format_tag.abc, shape));
    memory.desc left = library.activations(memory.format_tag.abc, 1, rows, channels);
    memory.desc right = library.activations(memory.format_tag.acb, batch, channels, places);
    memory.desc result = OneDnn.floats(memory.format_tag.abc, batch, rows, places);
    memory flatTaps = new memory(left, library.engine(), this.taps.packed().get_data_handle());
    this.products = library.allocate(result);
    this.productValues =
        new FloatPointer(products.get_data_handle()).capacity(batch * rows * places).asBuffer();
    this.multiply =
        new Primitive(
                library,
                new matmul(
                    new matmul.primitive_desc(
                        library.engine(), left, right, result, OneDnn.attributes(), false)))
            .with(dnnl.DNNL_ARG_SRC, flatTaps)
            .reads(dnnl.DNNL_ARG_WEIGHTS, right)
            .with(dnnl.DNNL_ARG_DST, products)
            .owning(flatTaps)
            .owning(products);
    this.imageProducts = new float[workers.threads()][Math.toIntExact(rows * places)];
    this.images = new float[workers.threads()][map.output().size()];

    this.turned = new FlippedWeights(map, DataType.FLOAT);
    this.adjoint =
        new ConvolutionPasses(library, turned.adjoint(), batch, false, Activation.identity());
    this.biasSums = new double[batch * map.filters()];
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    taps.pack(kernel);
    multiply.run(input);
    float[] biases = new float[map.filters()];
    HostStorage.of(bias).copyTo(0, biases, biases.length);
    HostStorage target = HostStorage.of(output);
    workers.share(
        batch,
        (from, to, worker) -> {
          float[] of = imageProducts[worker];
          float[] image = images[worker];
          for (int n = from; n < to; n++) {
            productValues.get(n * of.length, of, 0, of.length);
            shiftAndAdd(of, biases, image);
            target.copyFrom((long) n * image.length, image, image.length);
          }
        });
    activation.forward(output, output);
  }

  /**
   * y[i, j, o] = b[o] + Σ_{p, q} products[p, q, o, i + p − top, j + q − left].
   *
   * <p>A tap's plane is added in one long run, which the JIT compiler turns into vector
   * instructions: one step sideways in the image is one step in memory, but for the columns that
   * wrap around into the next row. Those are made zero before.
   */
  private void shiftAndAdd(float[] products, float[] biases, float[] image) {
    int width = map.input().width();
    int places = map.input().height() * width;
    int filters = map.filters();
    for (int i = 0; i < image.length; i++) {
      image[i] = biases[i % filters];
    }
    for (int p = 0; p < map.kernelHeight(); p++) {
      for (int q = 0; q < map.kernelWidth(); q++) {
        int right = q - map.padLeft();
        int shift = (p - map.padTop()) * width + right;
        int first = Math.max(0, -shift);
        int length = Math.min(places, places - shift) - first;
        for (int o = 0; o < filters; o++) {
          int plane = ((p * map.kernelWidth() + q) * filters + o) * places;
          clearColumns(products, plane, places, width, right);
          if (filters == 1) {
            addRun(products, plane + first + shift, image, first, length);
          } else {
            for (int i = 0; i < length; i++) {
              image[(first + i) * filters + o] += products[plane + first + shift + i];
            }
          }
        }
      }
    }
  }

  /** Makes the columns zero that a step of {@code right} to the side brings in from elsewhere. */
  private static void clearColumns(float[] plane, int from, int places, int width, int right) {
    int first = right > 0 ? 0 : Math.max(0, width + right);
    int last = right > 0 ? Math.min(width, right) : width;
    for (int row = from; row < from + places; row += width) {
      for (int column = first; column < last; column++) {
        plane[row + column] = 0;
      }
    }
  }

  private static void addRun(float[] from, int source, float[] to, int target, int length) {
    for (int i = 0; i < length; i++) {
      to[target + i] += from[source + i];
    }
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient) {
    sumToBias(HostStorage.of(outputGradient), HostStorage.of(biasGradient));
    // In the adjoint this layer's output is the input, and its input the output.
    adjoint.backwardWeights(outputGradient, input, turned.gradient(), null);
    turned.gradientTo(HostStorage.of(kernelGradient));
    if (inputGradient != null) {
      adjoint.forward(outputGradient, turned.of(HostStorage.of(kernel)), null, inputGradient);
    }
  }

  /** total[o] ← Σ gradient[n, ·, ·, o], image by image, so that threads do not matter. */
  private void sumToBias(HostStorage gradient, HostStorage total) {
    int filters = map.filters();
    workers.share(
        batch,
        (from, to, worker) -> {
          float[] image = images[worker];
          for (int n = from; n < to; n++) {
            gradient.copyTo((long) n * image.length, image, image.length);
            for (int o = 0; o < filters; o++) {
              double sum = 0;
              for (int i = o; i < image.length; i += filters) {
                sum += image[i];
              }
              biasSums[n * filters + o] = sum;
            }
          }
        });
    for (int o = 0; o < filters; o++) {
      double sum = 0;
      for (int n = 0; n < batch; n++) {
        sum += biasSums[n * filters + o];
      }
      total.set(o, sum);
    }
  }

  @Override
  public void weightsChanged() {
    taps.invalidate();
    adjoint.weightsChanged();
  }

  @Override
  public void close() {
    activation.close();
    multiply.close();
    taps.close();
    adjoint.close();
    turned.close();
  }
}
