package vae4j.cuda;

import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Scalar;
import vae4j.cuda.driver.Kernels;

/**
 * A number in a GPU's memory. It is sent there when a kernel takes it, unless it is an end of a
 * {@link CudaRecording}, which sends it with each run.
 */
final class DeviceScalar implements Scalar {
  private final Kernels kernels;
  private final DeviceStorage place;
  private double value;
  private double sent;

  DeviceScalar(Kernels kernels, DataType type) {
    this.kernels = kernels;
    this.place = DeviceStorage.allocate(kernels, type, Kind.REAL, 1);
  }

  static DeviceScalar of(Scalar scalar) {
    if (scalar instanceof DeviceScalar device) {
      return device;
    }
    throw new IllegalArgumentException("a scalar must be of the cuda backend");
  }

  /** Where a kernel that is launched now finds its value. */
  static long address(Scalar scalar) {
    DeviceScalar device = of(scalar);
    device.send();
    return device.place.address();
  }

  private void send() {
    // A recording sends the value itself.
    if (!kernels.gpu().recording() && Double.compare(sent, value) != 0) {
      kernels.launch("put").address(place.address()).real(value).grid(1, 1, 1);
      sent = value;
    }
  }

  /** The vector of length 1 that it is. */
  DeviceStorage place() {
    return place;
  }

  /** Its place was overwritten by a recording. */
  void overwritten() {
    sent = Double.NaN;
  }

  @Override
  public double get() {
    return value;
  }

  @Override
  public void set(double value) {
    this.value = value;
  }

  @Override
  public void close() {
    place.close();
  }
}
