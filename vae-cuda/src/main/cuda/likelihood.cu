// −log p(x | z) of each image, in nats, and its gradients times a weight. One block an image of `pixels` numbers.
// A null gradient is not wanted; the weight is read only for those that are.
#include "functions.cuh"
#include "sums.cuh"

// From logits l: Σ softplus(l) − l·x, with softplus(l) = max(l, 0) + log(1 + e^−|l|), and ∂l = w·(σ(l) − x).
KERNEL void bernoulli(const real* output, const real* target, real* losses, const real* weight, real* gradient,
    int pixels) {
  long long first = (long long) blockIdx.x * pixels;
  real w = gradient ? *weight : 0, sum = 0;
  for (int i = threadIdx.x; i < pixels; i += BLOCK) {
    real l = output[first + i], x = target[first + i];
    real e = VAE_MATH(exp)(-VAE_MATH(fabs)(l));
    sum += (l > 0 ? l : 0) - l * x + VAE_MATH(log1p)(e);
    if (gradient) {
      gradient[first + i] = w * ((l >= 0 ? 1 / (1 + e) : e / (1 + e)) - x);
    }
  }
  sum = blockSum(sum);
  if (threadIdx.x == 0) {
    losses[blockIdx.x] = sum;
  }
}

// Σ (x − m)² of a block's image, to each thread; and ∂m = w·(m − x)/σ².
static __device__ inline real squaredErrors(const real* output, const real* target, const real* weight, real* gradient,
    int pixels, real precision) {
  long long first = (long long) blockIdx.x * pixels;
  real w = gradient ? *weight : 0, sum = 0;
  for (int i = threadIdx.x; i < pixels; i += BLOCK) {
    real difference = output[first + i] - target[first + i];
    sum += difference * difference;
    if (gradient) {
      gradient[first + i] = w * difference * precision;
    }
  }
  return blockSum(sum);
}

// Of a fixed variance, without its constant: Σ (x − m)² / 2σ².
KERNEL void gaussian(const real* output, const real* target, real* losses, const real* weight, real* gradient,
    int pixels, real variance) {
  real sum = squaredErrors(output, target, weight, gradient, pixels, 1 / variance);
  if (threadIdx.x == 0) {
    losses[blockIdx.x] = sum / variance / 2;
  }
}

// Of a learned log-variance s: ½ Σ [(x − m)²·e^−s + s + log 2π] (Rybkin, Daniilidis and Levine 2021, section 3).
// slopes[image] is its share of w·∂loss/∂s = w·½·(D − Σ (x − m)²·e^−s), 0 where s is clamped.
KERNEL void gaussian_learned(const real* output, const real* logVariance, const real* target, real* losses,
    const real* weight, real* gradient, real* slopes, int pixels) {
  real raw = *logVariance, s = clampLogVariance(raw), precision = VAE_MATH(exp)(-s);
  real sum = squaredErrors(output, target, weight, gradient, pixels, precision);
  if (threadIdx.x == 0) {
    losses[blockIdx.x] = (sum * precision + pixels * (s + (real) 1.8378770664093454836)) / 2;  // log 2π
    if (slopes) {
      slopes[blockIdx.x] = s == raw ? *weight * (pixels - sum * precision) / 2 : 0;
    }
  }
}

// target[0] = Σ values. One block.
KERNEL void sum_values(const real* values, real* target, int n) {
  real sum = 0;
  for (int i = threadIdx.x; i < n; i += BLOCK) {
    sum += values[i];
  }
  sum = blockSum(sum);
  if (threadIdx.x == 0) {
    *target = sum;
  }
}
