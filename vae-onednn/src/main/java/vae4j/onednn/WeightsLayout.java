package vae4j.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import vae4j.backend.Storage;

/**
 * A kernel, or its gradient, between Keras's layout, in which the model keeps it, and the one that
 * a primitive is fastest with.
 */
final class WeightsLayout implements AutoCloseable {
  private final OneDnn library;
  private final memory model;
  private final memory packed;
  private final reorder packing;
  private final reorder unpacking;
  private long packedFrom;

  /**
   * Memory for the packed kernel.
   *
   * @param library runs the conversion
   * @param model the kernel as the model keeps it
   * @param wanted the kernel as the primitive wants it
   */
  WeightsLayout(OneDnn library, memory.desc model, memory.desc wanted) {
    this.library = library;
    library.retain();
    this.model = library.unplaced(model);
    this.packed = library.allocate(wanted);
    this.packing = new reorder(this.model, packed);
    this.unpacking = new reorder(packed, this.model);
  }

  /** The kernel as the primitive wants it. */
  memory packed() {
    return packed;
  }

  /** Fills the packed weights from the model's, unless they have been packed already. */
  void pack(Storage weights) {
    long address = OneDnn.address(weights).address();
    if (packedFrom == address) {
      return;
    }
    packedFrom = address;
    library.useThreads();
    model.set_data_handle(OneDnn.address(weights));
    packing.execute(library.stream(), model, packed);
  }

  /** The model's weights have changed since they were packed. */
  void invalidate() {
    packedFrom = 0;
  }

  /** Fills the model's kernel from the packed one. */
  void unpack(Storage kernel) {
    library.useThreads();
    model.set_data_handle(OneDnn.address(kernel));
    unpacking.execute(library.stream(), packed, model);
  }

  @Override
  public void close() {
    packing.close();
    unpacking.close();
    packed.close();
    model.close();
    library.release();
  }
}
