package vae4j.cuda;

import vae4j.backend.Storage;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.cuda.driver.Kernels;

/**
 * A function of each number.
 *
 * @param kernels of the GPU
 * @param function which
 */
record CudaActivation(Kernels kernels, Function function) implements ActivationKernel {
  @Override
  public void forward(Storage input, Storage output) {
    run("activation_forward", input, output);
  }

  @Override
  public void backward(Storage reference, Storage gradient) {
    if (!function.equals(Function.IDENTITY)) {
      run("activation_backward", reference, gradient);
    }
  }

  private void run(String kernel, Storage first, Storage second) {
    DeviceStorage from = DeviceStorage.of(first);
    DeviceStorage to = DeviceStorage.of(second);
    kernels
        .launch(kernel)
        .address(from.address())
        .integer(from.kind().code())
        .address(to.address())
        .integer(to.kind().code())
        .integer(function.code())
        .real(function.slope())
        .size(to.length())
        .over(to.length());
  }

  @Override
  public void close() {
    // Holds no memory.
  }
}
