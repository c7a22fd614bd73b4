package vae4j.backend.host;

import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.HostStorage;
import vae4j.backend.kernel.AffineMap;

/**
 * The kernel of a convolution of stride 1, turned by 180°. With stride 1 and an odd kernel, a
 * convolution is also the adjoint of the convolution with the turned kernel, from its output to its
 * input. Where there are many channels in and few out, such as in a decoder's last layer, that one
 * is the cheaper to compute.
 */
public final class FlippedWeights implements AutoCloseable {
  private final AffineMap.Convolution map;
  private final AffineMap.Convolution adjoint;
  private final HostStorage kernel;
  private final HostStorage gradient;

  /**
   * Scratch memory for a convolution's turned kernel.
   *
   * @param map one that {@link #suits}
   * @param dataType of the kernel
   */
  public FlippedWeights(AffineMap.Convolution map, DataType dataType) {
    this.map = map;
    this.adjoint = turned(map);
    this.kernel = HostStorage.allocate(dataType, map.weightsLength());
    this.gradient = HostStorage.allocate(dataType, map.weightsLength());
  }

  /**
   * The convolution with the turned kernel, whose adjoint a map is.
   *
   * @param map one that {@link #suits}
   * @return from the map's output to its input
   */
  public static AffineMap.Convolution turned(AffineMap.Convolution map) {
    return new AffineMap.Convolution(
        map.output(), map.input().channels(), map.kernelHeight(), map.kernelWidth(), 1);
  }

  /**
   * Whether a convolution can be turned and has few enough filters for it to pay.
   *
   * @param map any convolution
   */
  public static boolean suits(AffineMap.Convolution map) {
    boolean odd = map.kernelHeight() % 2 == 1 && map.kernelWidth() % 2 == 1;
    boolean dense = map.strideHeight() == 1 && map.strideWidth() == 1;
    return dense
        && odd
        && map.padding() == AffineMap.Padding.SAME
        && map.filters() * 4 <= map.input().channels();
  }

  /** The convolution whose adjoint the map is. */
  public AffineMap.Convolution adjoint() {
    return adjoint;
  }

  /**
   * Turns a kernel of the map.
   *
   * @param original [kh, kw, in, out]
   * @return the adjoint's kernel [kh, kw, out, in], valid until the next call
   */
  public HostStorage of(HostStorage original) {
    turn(original, kernel, map.input().channels(), map.filters());
    return kernel;
  }

  /** Where the gradient of the turned kernel goes before {@link #gradientTo}. */
  public HostStorage gradient() {
    return gradient;
  }

  /**
   * Turns the gradient back.
   *
   * @param original [kh, kw, in, out], overwritten
   */
  public void gradientTo(HostStorage original) {
    turn(gradient, original, map.filters(), map.input().channels());
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
    kernel.close();
    gradient.close();
  }
}
