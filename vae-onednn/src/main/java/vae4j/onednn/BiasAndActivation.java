package vae4j.onednn;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.data.ImageShape;

/** y ← f(y + b), in place, for layers whose primitive cannot do it on the way. */
final class BiasAndActivation implements AutoCloseable {
  private final Primitive call;

  BiasAndActivation(OneDnn library, ImageShape output, Activation activation, int batch) {
    library.useThreads();
    memory.desc images = library.images(batch, output);
    memory.desc bias = OneDnn.floats(memory.format_tag.nchw, 1, output.channels(), 1, 1);
    binary.primitive_desc description =
        new binary.primitive_desc(
            library.engine(),
            algorithm.binary_add,
            images,
            bias,
            images,
            OneDnn.then(activation),
            false);
    this.call =
        new Primitive(library, new binary(description))
            .changes(dnnl.DNNL_ARG_SRC_0, images)
            .also(dnnl.DNNL_ARG_DST)
            .reads(dnnl.DNNL_ARG_SRC_1, bias);
  }

  /**
   * Adds and applies.
   *
   * @param output [N, H, W, C], changed
   * @param bias [C]
   */
  void apply(Storage output, Storage bias) {
    call.run(output, bias);
  }

  @Override
  public void close() {
    call.close();
  }
}
