package vae4j.cuda;

import vae4j.backend.Storage;
import vae4j.backend.kernel.UpsamplingKernel;
import vae4j.cuda.driver.Kernels;
import vae4j.data.ImageShape;

/**
 * Nearest-neighbour upsampling.
 *
 * @param kernels of the GPU
 * @param input shape of one small image
 * @param factor of height and width
 * @param batch images N
 */
record CudaUpsampling(Kernels kernels, ImageShape input, int factor, int batch)
    implements UpsamplingKernel {
  @Override
  public void forward(Storage small, Storage large) {
    run("upsampling_forward", small, large, large.length());
  }

  @Override
  public void backward(Storage largeGradient, Storage smallGradient) {
    run("upsampling_backward", largeGradient, smallGradient, smallGradient.length());
  }

  private void run(String kernel, Storage from, Storage to, long numbers) {
    kernels
        .launch(kernel)
        .address(DeviceStorage.address(from))
        .address(DeviceStorage.address(to))
        .integer(batch)
        .integer(input.height())
        .integer(input.width())
        .integer(input.channels())
        .integer(factor)
        .over(numbers);
  }

  @Override
  public void close() {
    // Holds no memory.
  }
}
