package vae4j.backend.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.host.FlippedWeights;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;

/**
 * Memory of this backend's kernels: what their classes allocate, and what ND4J's {@code conv2d} and
 * {@code conv2d_bp} do inside, which was measured.
 *
 * @param dataType of all numbers
 * @param threads of Java's loops
 */
record Nd4jMemory(DataType dataType, int threads) implements KernelMemory {
  @Override
  public int activationBytes() {
    return dataType.width();
  }

  @Override
  public MemoryUse affine(AffineMap map, Activation activation, int batch, Gradients gradients) {
    MemoryUse own = activation(activation, (long) batch * map.output().size());
    if (map instanceof AffineMap.Convolution convolution && FlippedWeights.suits(convolution)) {
      AffineMap.Convolution turned = FlippedWeights.turned(convolution);
      return own.plus(MemoryUse.ofNative(2 * convolution.weightsLength() * activationBytes()))
          .plus(Im2Col.memory(turned, batch, dataType, threads));
    }
    if (map instanceof AffineMap.Convolution convolution) {
      // Copies of input and output in the layouts that the operation is fastest with.
      long copies = (long) batch * (map.input().size() + map.output().size()) * activationBytes();
      MemoryUse forward = own.plus(MemoryUse.passing(copies));
      return switch (gradients) {
        case NONE -> forward;
        case WEIGHTS -> forward.plus(Im2Col.memory(convolution, batch, dataType, threads));
        case ALL -> forward.plus(MemoryUse.passing(2 * copies));
      };
    }
    if (map instanceof AffineMap.TransposedConvolution transposed) {
      return own.plus(Im2Col.memory(transposed.adjoint(), batch, dataType, threads));
    }
    return own;
  }

  @Override
  public MemoryUse activation(Activation activation, long length) {
    return Nd4jActivation.needsDerivative(activation)
        ? MemoryUse.ofNative(length * activationBytes())
        : MemoryUse.NONE;
  }

  @Override
  public MemoryUse likelihood(int batch, int pixels) {
    return MemoryUse.ofHeap((long) batch * Double.BYTES);
  }
}
