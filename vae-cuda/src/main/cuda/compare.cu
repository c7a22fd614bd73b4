// Two ways to compute the same, compared: numbers to compute with, and what the results have in common. Each block
// gives a part, of which the host makes the whole; the grid may be of any size.
#include "kinds.cuh"

// The 64 bits of a number mixed (Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators").
static __device__ inline unsigned long long mixed(unsigned long long bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ull;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebull;
  return bits ^ (bits >> 31);
}

// Numbers of both signs, their magnitudes spread evenly over the exponents from 2^-20, about 10^-6, to 1.
KERNEL void compare_fill(void* target, int kind, int seed, long long n) {
  ROLLED for (long long i = globalThread(); i < n; i += globalThreads()) {
    unsigned long long bits = mixed(((unsigned long long) i + 1) * 0x9e3779b97f4a7c15ull + (unsigned) seed);
    unsigned fraction = (unsigned) (bits & 0x7fffff), exponent = 107 + (unsigned) (bits >> 32) % 20;
    store(target, i, kind, floatOf((unsigned) (bits >> 63) << 31 | exponent << 23 | fraction));
  }
}

// The largest over the threads of a block, to the first of them.
static __device__ inline real blockLargest(real value) {
  __shared__ real values[BLOCK];
  int thread = threadIdx.x;
  __syncthreads();  // the one before has been read
  values[thread] = value;
  __syncthreads();
  ROLLED for (int half = BLOCK / 2; half > 0; half /= 2) {
    if (thread < half && values[thread + half] > values[thread]) {
      values[thread] = values[thread + half];
    }
    __syncthreads();
  }
  return values[0];
}

// partial[block] = { max |a - b|, max |a|, 1 if a number is NaN or infinite }.
KERNEL void compare_results(const void* a, const void* b, int kind, long long n, real* partial) {
  const real most = (real) 3.4028234663852886e38;
  real difference = 0, largest = 0, broken = 0;
  ROLLED for (long long i = globalThread(); i < n; i += globalThreads()) {
    real left = load(a, i, kind), right = load(b, i, kind);
    real size = VAE_MATH(fabs)(left), apart = VAE_MATH(fabs)(left - right);
    if (!(size <= most) || !(apart <= most)) {
      broken = 1;
    } else {
      difference = apart > difference ? apart : difference;
      largest = size > largest ? size : largest;
    }
  }
  difference = blockLargest(difference);
  largest = blockLargest(largest);
  broken = blockLargest(broken);
  if (threadIdx.x == 0) {
    real* part = partial + blockIdx.x * 3LL;
    part[0] = difference;
    part[1] = largest;
    part[2] = broken;
  }
}

// partial[block] = Σ mixed(place and bits) modulo 2^64, whatever the order. A double counts as the float next to it.
KERNEL void compare_fingerprint(const void* values, int kind, long long n, unsigned long long* partial) {
  __shared__ unsigned long long sums[BLOCK];
  unsigned long long sum = 0;
  ROLLED for (long long i = globalThread(); i < n; i += globalThreads()) {
    Packed number = packed(values, i, kind);
    unsigned bits = kind == KIND_REAL ? bitsOf((float) number.value) : number.half;
    sum += mixed(((unsigned long long) i + 1) * 0x9e3779b97f4a7c15ull ^ bits);
  }
  int thread = threadIdx.x;
  sums[thread] = sum;
  __syncthreads();
  ROLLED for (int half = BLOCK / 2; half > 0; half /= 2) {
    if (thread < half) {
      sums[thread] += sums[thread + half];
    }
    __syncthreads();
  }
  if (thread == 0) {
    partial[blockIdx.x] = sums[0];
  }
}
