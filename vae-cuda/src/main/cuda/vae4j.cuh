// What all kernels stand on. One source is compiled three ways: by nvcc, by NVRTC, and for tests on a processor by
// g++ with -DVAE_HOST, through a shim that stands for CUDA's built-ins. So no header of CUDA is used, nor anything
// that works on a warp.
//
// Blocks have 256 threads in one dimension. Kernels over `long long n` numbers take a grid of any size.
// Nothing is added atomically: sums have one order, and a run can be repeated to the bit.
#pragma once

#ifdef VAE_HOST
#include "shim.h"
#define KERNEL static
#define ROLLED
#else
#define KERNEL extern "C" __global__ BOUNDS
#define ROLLED _Pragma("unroll 1")
#endif

// What is computed in, one of two builds; VAE_MATH(exp) is its function of C's library. With bounds the compiler takes
// fewer registers, so that three blocks of the large kernels fit at a time; for double it would have to spill some.
#ifdef VAE_DOUBLE
typedef double real;
#define VAE_MATH(name) name
#define BOUNDS
#else
typedef float real;
#define VAE_MATH(name) name##f
#define BOUNDS __launch_bounds__(256)
#endif

enum { BLOCK = 256 };

// This thread among all of the grid, and how many there are.
static __device__ inline long long globalThread() { return (long long) blockIdx.x * BLOCK + threadIdx.x; }
static __device__ inline long long globalThreads() { return (long long) gridDim.x * BLOCK; }

// number / divisor, none of them negative: most numbers are small, and 64-bit division is slow.
static __device__ inline long long quotient(long long number, long long divisor) {
  bool small = ((number | divisor) >> 32) == 0;
  return small ? (unsigned) number / (unsigned) divisor : number / divisor;
}

// One of the equal parts that `total` rows are split into; the last ones may be shorter, or empty.
struct Share {
  long long from, to;
};

static __device__ inline Share share(long long total, int parts, int part) {
  long long size = (total + parts - 1) / parts;
  long long from = size * part < total ? size * part : total;
  return {from, from + size < total ? from + size : total};
}

// a·b rounded, never fused with a sum: where a result must be the host's to the bit.
static __device__ inline real product(real a, real b) {
#if defined(VAE_HOST)
  return a * b;
#elif defined(VAE_DOUBLE)
  return __dmul_rn(a, b);
#else
  return __fmul_rn(a, b);
#endif
}
