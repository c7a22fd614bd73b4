// Optimisers over the flat vectors. What changes from step to step lies on the device, so that a recorded step can be
// run again. Rounded as HostAdam rounds: no product is fused with a sum.
#include "vae4j.cuh"

// Kingma and Ba 2015, algorithm 1: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − α_t·m / (√v + ε).
// rest1 is 1−β₁ and rest2 1−β₂, rounded once: in float32, 1 − 0.999f is off by 1.3·10⁻⁵ of itself.
KERNEL void adam(real* theta, const real* gradient, real* m, real* v, const real* stepSize, real beta1, real rest1,
    real beta2, real rest2, real epsilon, long long n) {
  real step = *stepSize;
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    real g = gradient[i];
    real first = product(beta1, m[i]) + product(rest1, g);
    real second = product(beta2, v[i]) + product(product(rest2, g), g);
    m[i] = first;
    v[i] = second;
    theta[i] -= product(step, first) / (VAE_MATH(sqrt)(second) + epsilon);
  }
}

// Gradient descent with momentum: v ← μv + g, θ ← θ − αv.
KERNEL void sgd(real* theta, const real* gradient, real* velocity, const real* rate, real momentum, long long n) {
  real alpha = *rate;
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    real v = product(momentum, velocity[i]) + gradient[i];
    velocity[i] = v;
    theta[i] -= product(alpha, v);
  }
}
