// Functions of one number. A NaN comes through all of them, so that a diverged run is noticed.
#pragma once
#include "vae4j.cuh"

enum Activation { IDENTITY, RELU, LEAKY_RELU, SILU, TANH, SIGMOID };

// σ(x) = 1 / (1 + e^-x), from e^-|x|, which cannot overflow.
static __device__ inline real sigmoid(real x) {
  real e = VAE_MATH(exp)(-VAE_MATH(fabs)(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

// f(x).
static __device__ inline real activate(real x, int activation, real slope) {
  switch (activation) {
    case RELU:
      return x <= 0 ? 0 : x;
    case LEAKY_RELU:
      return x > 0 ? x : slope * x;
    case SILU:
      return x * sigmoid(x);
    case TANH:
      return VAE_MATH(tanh)(x);
    case SIGMOID:
      return sigmoid(x);
    default:
      return x;
  }
}

// gradient · f′, from f's output, for SiLU from its input.
static __device__ inline real activationGradient(real reference, real gradient, int activation, real slope) {
  switch (activation) {
    case RELU:
      return reference > 0 ? gradient : 0 * gradient;
    case LEAKY_RELU:
      return reference > 0 ? gradient : slope * gradient;
    case SILU:
      // σ(x)·(1 + x·(1 − σ(x))) (Elfwing, Uchibe and Doya 2018, equation 7), and 1 − σ(x) = σ(−x) without cancellation.
      return gradient * (sigmoid(reference) * (1 + reference * sigmoid(-reference)));
    case TANH:
      return gradient * (1 - reference * reference);
    default:
      return gradient;
  }
}

// A log-variance brought into the range of LatentKernel.
static __device__ inline real clampLogVariance(real value) {
  return value < -30 ? (real) -30 : value > 20 ? (real) 20 : value;
}
