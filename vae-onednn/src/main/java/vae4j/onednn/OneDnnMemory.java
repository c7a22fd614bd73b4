package vae4j.onednn;

import vae4j.backend.host.FlippedWeights;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;

/**
 * Memory of this backend's kernels: what their classes allocate, and the primitives themselves,
 * which were measured.
 *
 * @param narrow whether activations are bfloat16
 * @param threads of Java's loops
 */
record OneDnnMemory(boolean narrow, int threads) implements KernelMemory {
  /** Primitives want channels in whole vectors. */
  private static final int VECTOR = 16;

  /** More channels than images have, features have. */
  private static final int IMAGE_CHANNELS = 4;

  /** A primitive itself, with the code that is compiled for it. */
  private static final long CONVOLUTION = 1 << 19;

  private static final long PRODUCT = 5 << 18;

  @Override
  public int activationBytes() {
    return narrow ? Short.BYTES : Float.BYTES;
  }

  @Override
  public MemoryUse affine(AffineMap map, Activation activation, int batch, Gradients gradients) {
    if (map instanceof AffineMap.Dense dense) {
      return dense(dense, batch, gradients);
    }
    if (map instanceof AffineMap.TransposedConvolution transposed) {
      return packed(transposed.adjoint(), gradients).plus(conversions(map, batch));
    }
    AffineMap.Convolution convolution = (AffineMap.Convolution) map;
    MemoryUse passes = packed(convolution, gradients).plus(conversions(map, batch));
    return FlippedWeights.suits(convolution) ? passes.plus(fewFilters(convolution, batch)) : passes;
  }

  /** The products of all taps, of the whole batch and, on the heap, of an image a thread. */
  private MemoryUse fewFilters(AffineMap.Convolution map, int batch) {
    long places = (long) map.input().height() * map.input().width();
    long products = places * map.kernelHeight() * map.kernelWidth() * map.filters();
    return new MemoryUse(
        (batch * products + 2 * map.weightsLength()) * Float.BYTES,
        threads * (products + map.output().size()) * Float.BYTES,
        0);
  }

  /** The kernel in the layout of each pass. */
  private static MemoryUse packed(AffineMap.Convolution map, Gradients gradients) {
    long kernel =
        (long) map.kernelHeight()
            * map.kernelWidth()
            * whole(map.input().channels())
            * whole(map.filters())
            * Float.BYTES;
    int passes = gradients == Gradients.NONE ? 1 : gradients == Gradients.WEIGHTS ? 2 : 3;
    return MemoryUse.ofNative(passes * (kernel + CONVOLUTION));
  }

  private MemoryUse dense(AffineMap.Dense map, int batch, Gradients gradients) {
    int passes = gradients == Gradients.NONE ? 1 : gradients == Gradients.WEIGHTS ? 2 : 3;
    return conversions(map, batch).plus(MemoryUse.ofNative(passes * PRODUCT));
  }

  /** Where the model's numbers are float32 and the primitive's are not. */
  private MemoryUse conversions(AffineMap map, int batch) {
    if (!narrow) {
      return MemoryUse.NONE;
    }
    // At a chain's ends, where the numbers outside are float32: images, features and codes.
    boolean dense = map instanceof AffineMap.Dense;
    boolean end =
        dense || Math.min(map.input().channels(), map.output().channels()) <= IMAGE_CHANNELS;
    long ends = end ? (long) batch * (map.input().size() + map.output().size()) : 0;
    // A convolution packs its kernel in any case.
    long kernels = dense ? 2 * map.weightsLength() : 0;
    return MemoryUse.ofNative((ends + kernels) * Short.BYTES);
  }

  private static long whole(int channels) {
    return (channels + VECTOR - 1L) / VECTOR * VECTOR;
  }

  @Override
  public MemoryUse activation(Activation activation, long length) {
    return MemoryUse.NONE;
  }

  @Override
  public MemoryUse likelihood(int batch, int pixels) {
    return new MemoryUse(
        (long) batch * pixels * Float.BYTES, 4L * threads * pixels * Float.BYTES, 0);
  }
}
