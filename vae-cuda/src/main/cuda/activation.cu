// Activations on their own. Input and output may be the same memory.
#include "functions.cuh"
#include "kinds.cuh"

// y = f(x).
KERNEL void activation_forward(const void* x, int xKind, void* y, int yKind, int activation, real slope, long long n) {
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    store(y, i, yKind, activate(load(x, i, xKind), activation, slope));
  }
}

// gradient ← gradient · f′; the reference is f's output, for SiLU its input.
KERNEL void activation_backward(const void* reference, int referenceKind, void* gradient, int gradientKind,
    int activation, real slope, long long n) {
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    real r = load(reference, i, referenceKind), g = load(gradient, i, gradientKind);
    store(gradient, i, gradientKind, activationGradient(r, g, activation, slope));
  }
}
