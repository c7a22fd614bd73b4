package vae4j.backend.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.AffineKernel;
import vae4j.backend.AffineMap;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;
import vae4j.backend.Workers;

/**
 * A convolution of stride 1 from many channels to few, such as a decoder's last layer, which ND4J's
 * {@code conv2d} is slow at. With stride 1 a convolution is also the adjoint of the convolution
 * with the kernel turned by 180°, and that one has few columns: one product with the kernel's taps,
 * then shift and add.
 */
final class FewFilters implements AffineKernel {
  private final AffineMap.Convolution map;
  private final Nd4jTransposedConvolution turned;
  private final HostStorage kernelTurned;
  private final HostStorage kernelGradientTurned;

  FewFilters(
      AffineMap.Convolution map,
      Nd4jActivation activation,
      int batch,
      DataType dataType,
      Workers workers) {
    this.map = map;
    AffineMap.Convolution adjoint =
        new AffineMap.Convolution(
            map.output(), map.input().channels(), map.kernelHeight(), map.kernelWidth(), 1);
    this.turned =
        new Nd4jTransposedConvolution(
            new AffineMap.TransposedConvolution(adjoint), activation, batch, dataType, workers);
    this.kernelTurned = HostStorage.allocate(dataType, map.kernelLength());
    this.kernelGradientTurned = HostStorage.allocate(dataType, map.kernelLength());
  }

  /** Whether this kernel can compute the map and is worth it. */
  static boolean suits(AffineMap.Convolution map) {
    boolean odd = map.kernelHeight() % 2 == 1 && map.kernelWidth() % 2 == 1;
    return map.stride() == 1 && odd && map.filters() * 4 <= map.input().channels();
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    turn(HostStorage.of(kernel), kernelTurned, map.input().channels(), map.filters());
    turned.forward(input, kernelTurned, bias, output);
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient) {
    turn(HostStorage.of(kernel), kernelTurned, map.input().channels(), map.filters());
    turned.backward(
        input, outputGradient, kernelTurned, inputGradient, kernelGradientTurned, biasGradient);
    turn(
        kernelGradientTurned,
        HostStorage.of(kernelGradient),
        map.filters(),
        map.input().channels());
  }

  /** to[kh−1−p, kw−1−q, b, a] = from[p, q, a, b]. */
  private void turn(HostStorage from, HostStorage to, int a, int b) {
    int taps = map.kernelHeight() * map.kernelWidth();
    for (int tap = 0; tap < taps; tap++) {
      for (int i = 0; i < a; i++) {
        for (int j = 0; j < b; j++) {
          to.set(((taps - 1 - tap) * b + j) * a + i, from.get((tap * a + i) * b + j));
        }
      }
    }
  }

  @Override
  public void close() {
    turned.close();
    kernelTurned.close();
    kernelGradientTurned.close();
  }
}
