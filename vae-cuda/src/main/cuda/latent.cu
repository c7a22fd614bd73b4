// Sampling and KL of N images with Z latents (Kingma and Welling 2014, section 2.4 and appendix B). The log-variance is
// clamped; outside the range its gradient is 0.
#include "functions.cuh"
#include "sums.cuh"

// z = μ + e^(ℓ/2)·ε and KL = ½ Σ (μ² + e^ℓ − 1 − ℓ). One block an image.
KERNEL void latent_forward(const real* mean, const real* logVariance, const real* noise, real* z, real* kl,
    int latent) {
  long long first = (long long) blockIdx.x * latent;
  real sum = 0;
  for (int i = threadIdx.x; i < latent; i += BLOCK) {
    real m = mean[first + i], l = clampLogVariance(logVariance[first + i]);
    z[first + i] = m + VAE_MATH(exp)(l / 2) * noise[first + i];
    sum += m * m + (VAE_MATH(expm1)(l) - l);
  }
  sum = blockSum(sum);
  if (threadIdx.x == 0) {
    kl[blockIdx.x] = sum / 2;
  }
}

// ∂μ = ∂z + w·μ and ∂ℓ = ½·∂z·e^(ℓ/2)·ε + w·½·(e^ℓ − 1).
KERNEL void latent_backward(const real* mean, const real* logVariance, const real* noise, const real* zGradient,
    const real* klWeight, real* meanGradient, real* logVarianceGradient, long long n) {
  real weight = *klWeight;
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    real raw = logVariance[i], l = clampLogVariance(raw), g = zGradient[i];
    meanGradient[i] = g + weight * mean[i];
    real slope = (g * VAE_MATH(exp)(l / 2) * noise[i] + weight * VAE_MATH(expm1)(l)) / 2;
    logVarianceGradient[i] = l == raw ? slope : 0;
  }
}
