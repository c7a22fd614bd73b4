package vae4j.cuda;

import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.LatentKernel;
import vae4j.cuda.driver.Kernels;

/**
 * Sampling and KL.
 *
 * @param kernels of the GPU
 * @param batch images N
 * @param latent dimensions Z
 */
record CudaLatent(Kernels kernels, int batch, int latent) implements LatentKernel {
  @Override
  public void forward(
      Storage mean, Storage logVariance, Storage noise, Storage vector, Storage kl) {
    kernels
        .launch("latent_forward")
        .address(DeviceStorage.address(mean))
        .address(DeviceStorage.address(logVariance))
        .address(DeviceStorage.address(noise))
        .address(DeviceStorage.address(vector))
        .address(DeviceStorage.address(kl))
        .integer(latent)
        .grid(batch, 1, 1);
  }

  @Override
  public void backward(
      Storage mean,
      Storage logVariance,
      Storage noise,
      Storage codeGradient,
      Scalar klWeight,
      Storage meanGradient,
      Storage logVarianceGradient) {
    long weight = DeviceScalar.address(klWeight);
    long numbers = (long) batch * latent;
    kernels
        .launch("latent_backward")
        .address(DeviceStorage.address(mean))
        .address(DeviceStorage.address(logVariance))
        .address(DeviceStorage.address(noise))
        .address(DeviceStorage.address(codeGradient))
        .address(weight)
        .address(DeviceStorage.address(meanGradient))
        .address(DeviceStorage.address(logVarianceGradient))
        .size(numbers)
        .over(numbers);
  }

  @Override
  public void close() {
    // Holds no memory.
  }
}
