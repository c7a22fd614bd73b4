package vae4j.cuda.library.device;

import vae4j.cuda.driver.Kernels;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.WeightsLayout;

/**
 * The kernels that bring numbers to where, and into the form in which, a candidate wants them.
 *
 * @param kernels of the GPU, in float32
 */
record Staging(Kernels kernels) {
  /** The number of a type in {@code kinds.cuh}. */
  static int code(ElementType type) {
    return switch (type) {
      case FLOAT32 -> 0;
      case BFLOAT16 -> 1;
      case FLOAT16 -> 2;
    };
  }

  void convert(Tensor source, Tensor target, long count) {
    kernels
        .launch("convert")
        .address(source.address())
        .integer(code(source.type()))
        .address(target.address())
        .integer(code(target.type()))
        .size(count)
        .over(count);
  }

  /** Weights of float32 in a layer's order to another order and type. */
  void stage(long weights, Tensor staged, WeightsLayout layout, Extents extents) {
    kernels
        .launch("stage_weights")
        .address(weights)
        .address(staged.address())
        .integer(code(staged.type()))
        .integer(turned(layout))
        .integer(extents.rows())
        .integer(extents.columns())
        .over(extents.weights());
  }

  /** The other way round. */
  void unstage(Tensor staged, WeightsLayout layout, long weights, Extents extents) {
    kernels
        .launch("unstage_weights")
        .address(staged.address())
        .integer(code(staged.type()))
        .integer(turned(layout))
        .address(weights)
        .integer(extents.rows())
        .integer(extents.columns())
        .over(extents.weights());
  }

  private static int turned(WeightsLayout layout) {
    return layout == WeightsLayout.KRSC ? 1 : 0;
  }
}
