package vae4j.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import vae4j.backend.Storage;
import vae4j.data.ImageShape;

/**
 * The sum over all places of all pictures, channel by channel, as the product of a row of ones with
 * the gradient [N·H·W, C]. oneDNN's reduction over outer dimensions is plain loops.
 */
final class BiasGradient implements AutoCloseable {
  private final Call call;

  BiasGradient(OneDnn library, ImageShape output, int batch) {
    library.useThreads();
    long places = (long) batch * output.height() * output.width();
    memory.desc row = library.activations(memory.format_tag.ab, 1, places);
    memory.desc gradient = library.activations(memory.format_tag.ab, places, output.channels());
    memory.desc sums = OneDnn.floats(memory.format_tag.ab, 1, output.channels());
    matmul.primitive_desc description =
        new matmul.primitive_desc(new matmul.desc(row, gradient, sums), library.engine());
    memory ones = library.ones(row);
    this.call =
        new Call(library, new matmul(description))
            .with(dnnl.DNNL_ARG_SRC, ones)
            .reads(dnnl.DNNL_ARG_WEIGHTS, gradient)
            .writes(dnnl.DNNL_ARG_DST, sums)
            .owning(ones);
  }

  /**
   * sums[c] ← Σ gradient[n, ·, ·, c].
   *
   * @param gradient [N, H, W, C]
   * @param sums [C], overwritten
   */
  void compute(Storage gradient, Storage sums) {
    call.run(gradient, sums);
  }

  @Override
  public void close() {
    call.close();
  }
}
