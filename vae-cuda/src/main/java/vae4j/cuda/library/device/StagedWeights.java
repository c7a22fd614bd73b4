package vae4j.cuda.library.device;

import org.jspecify.annotations.Nullable;
import vae4j.cuda.driver.DeviceMemory;
import vae4j.cuda.driver.Stream;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.WeightsLayout;

/**
 * A layer's weights in an order and type of a library, for its forward pass and, if it wants the
 * same, the pass back to its input.
 *
 * <p>They are copied at the first pass of a step. Where a step is recorded the copy is part of the
 * recording: a copy that was made elsewhere counts for nothing.
 */
final class StagedWeights implements AutoCloseable {
  private final Staging staging;
  private final WeightsLayout layout;
  private final ElementType type;
  private final Extents extents;
  private final DeviceMemory memory;
  private long source;

  /** Where the copy was put on the way; null if there is none. */
  private @Nullable Stream stream;

  StagedWeights(Staging staging, WeightsLayout layout, ElementType type, Extents extents) {
    this.staging = staging;
    this.layout = layout;
    this.type = type;
    this.extents = extents;
    this.memory = new DeviceMemory(staging.kernels().gpu(), extents.weights() * type.bytes());
  }

  boolean are(WeightsLayout otherLayout, ElementType otherType) {
    return layout == otherLayout && type == otherType;
  }

  /**
   * Where a candidate finds weights.
   *
   * @param weights address of float32 numbers in the layer's order
   */
  long of(long weights) {
    if (are(WeightsLayout.OURS, ElementType.FLOAT32) && Tensor.aligned(weights)) {
      return weights;
    }
    Stream now = staging.kernels().gpu().stream();
    if (stream != now || source != weights) {
      staging.stage(weights, new Tensor(memory.address(), type), layout, extents);
      stream = now;
      source = weights;
    }
    return memory.address();
  }

  /** The weights may be others from now on. */
  void forget() {
    stream = null;
  }

  @Override
  public void close() {
    memory.close();
  }
}
