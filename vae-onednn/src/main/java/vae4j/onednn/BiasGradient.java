package vae4j.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;

/**
 * The sum of a gradient over all images and places, channel by channel. oneDNN's reduction over
 * outer dimensions is plain loops, so each image's sum is the product of a row of ones with its
 * [places, C]; the images' few numbers are added here, in float64.
 */
final class BiasGradient implements AutoCloseable {
  private final int batch;
  private final int channels;
  private final Primitive call;
  private final FloatPointer sumValues;
  private final float[] images;
  private final float[] totals;

  /**
   * Prepares the sum.
   *
   * @param library runs it
   * @param batch images N
   * @param places H·W
   * @param channels C
   */
  BiasGradient(OneDnn library, int batch, int places, int channels) {
    library.useThreads();
    this.batch = batch;
    this.channels = channels;
    this.images = new float[batch * channels];
    this.totals = new float[channels];
    memory.desc row = library.activations(memory.format_tag.abc, 1, 1, places);
    memory.desc gradient = library.activations(memory.format_tag.abc, batch, places, channels);
    memory.desc result = OneDnn.floats(memory.format_tag.abc, batch, 1, channels);
    memory ones = library.ones(row);
    memory sums = library.allocate(result);
    this.sumValues = new FloatPointer(sums.get_data_handle());
    this.call =
        new Primitive(
                library,
                new matmul(
                    new matmul.primitive_desc(
                        library.engine(), row, gradient, result, OneDnn.attributes(), false)))
            .with(dnnl.DNNL_ARG_SRC, ones)
            .reads(dnnl.DNNL_ARG_WEIGHTS, gradient)
            .with(dnnl.DNNL_ARG_DST, sums)
            .owning(ones)
            .owning(sums);
  }

  /**
   * total[c] ← Σ gradient[n, ·, ·, c].
   *
   * @param gradient [N, H, W, C]
   * @param total [C], overwritten
   */
  void compute(Storage gradient, Storage total) {
    call.run(gradient);
    sumValues.get(images);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int n = 0; n < batch; n++) {
        sum += images[n * channels + c];
      }
      totals[c] = (float) sum;
    }
    HostStorage.of(total).copyFrom(0, totals, channels);
  }

  @Override
  public void close() {
    call.close();
  }
}
