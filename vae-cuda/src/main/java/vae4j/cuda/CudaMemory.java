package vae4j.cuda;

import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;
import vae4j.cuda.library.device.Libraries;

/**
 * Memory of the kernels: the partial sums of gradients, and what libraries need.
 *
 * @param type that they compute in
 * @param activations format of what flows between the layers
 * @param multiprocessors of the GPU
 * @param libraries that the GPU has
 */
record CudaMemory(DataType type, Kind activations, int multiprocessors, Libraries libraries)
    implements KernelMemory {
  @Override
  public int activationBytes() {
    return DeviceStorage.bytes(type, activations);
  }

  @Override
  public MemoryUse affine(AffineMap map, Activation activation, int batch, Gradients gradients) {
    Geometry geometry = Geometry.of(map, batch);
    long splits = Partials.splits(multiprocessors, geometry.weightTiles(), geometry.outputRows());
    long rows = Math.max(geometry.inputRows(), geometry.outputRows());
    long biasSplits = Partials.splits(multiprocessors, 1, rows);
    long numbers = splits * map.weightsLength() + biasSplits * map.biasLength();
    return MemoryUse.ofNative(numbers * DeviceStorage.bytes(type, Kind.REAL))
        .plus(libraries.memory(map, batch, gradients));
  }

  @Override
  public MemoryUse activation(Activation activation, long length) {
    return MemoryUse.NONE;
  }

  @Override
  public MemoryUse likelihood(int batch, int pixels) {
    return MemoryUse.ofNative((long) batch * DeviceStorage.bytes(type, Kind.REAL));
  }
}
