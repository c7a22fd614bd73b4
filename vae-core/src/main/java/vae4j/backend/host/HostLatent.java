package vae4j.backend.host;

import vae4j.backend.HostStorage;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.LatentKernel;

/** Sampling and KL in plain Java: there are only N·Z numbers. */
public final class HostLatent implements LatentKernel {
  private final int batch;
  private final int latent;

  /**
   * For one size of batch.
   *
   * @param batch images N
   * @param latent latents Z
   */
  public HostLatent(int batch, int latent) {
    this.batch = batch;
    this.latent = latent;
  }

  @Override
  public void forward(
      Storage mean, Storage logVariance, Storage noise, Storage vector, Storage klTerm) {
    HostStorage mu = HostStorage.of(mean);
    HostStorage ell = HostStorage.of(logVariance);
    HostStorage epsilon = HostStorage.of(noise);
    HostStorage z = HostStorage.of(vector);
    HostStorage kl = HostStorage.of(klTerm);
    for (int n = 0; n < batch; n++) {
      double sum = 0;
      for (int i = n * latent; i < (n + 1) * latent; i++) {
        double m = mu.get(i);
        double l = LatentKernel.clamp(ell.get(i));
        // Kingma and Welling 2014: z = μ + σ·ε (section 2.4), KL (appendix B).
        z.set(i, m + Math.exp(0.5 * l) * epsilon.get(i));
        sum += m * m + Math.exp(l) - 1 - l;
      }
      kl.set(n, 0.5 * sum);
    }
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
    HostStorage mu = HostStorage.of(mean);
    HostStorage ell = HostStorage.of(logVariance);
    HostStorage epsilon = HostStorage.of(noise);
    HostStorage dz = HostStorage.of(codeGradient);
    HostStorage dMu = HostStorage.of(meanGradient);
    HostStorage dEll = HostStorage.of(logVarianceGradient);
    double weight = klWeight.get();
    for (int i = 0; i < batch * latent; i++) {
      double raw = ell.get(i);
      double l = LatentKernel.clamp(raw);
      double g = dz.get(i);
      dMu.set(i, g + weight * mu.get(i));
      double slope =
          0.5 * g * Math.exp(0.5 * l) * epsilon.get(i) + weight * 0.5 * (Math.exp(l) - 1);
      dEll.set(i, l == raw ? slope : 0);
    }
  }

  @Override
  public void close() {
    // Holds no memory.
  }
}
