// Vectors. Grids of any size.
#include "kinds.cuh"

KERNEL void vector_add(const real* source, real* target, long long n) {
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    target[i] += source[i];
  }
}

KERNEL void vector_scale(real* values, real factor, long long n) {
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    values[i] *= factor;
  }
}

// From one kind to another.
KERNEL void convert(const void* source, int sourceKind, void* target, int targetKind, long long n) {
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    store(target, i, targetKind, load(source, i, sourceKind));
  }
}

// Block i of `blocks` goes from sourceStart + i·sourceStride to targetStart + i·targetStride. What is read may lie in
// the target's memory, but not where it is written.
KERNEL void copy_blocks(const real* source, long long sourceStart, long long sourceStride, real* target,
    long long targetStart, long long targetStride, long long length, long long blocks) {
  for (long long i = globalThread(); i < length * blocks; i += globalThreads()) {
    long long block = quotient(i, length), rest = i - block * length;
    target[targetStart + block * targetStride + rest] = source[sourceStart + block * sourceStride + rest];
  }
}

// As copy_blocks, but adds to the target.
KERNEL void add_blocks(const real* source, long long sourceStart, long long sourceStride, real* target,
    long long targetStart, long long targetStride, long long length, long long blocks) {
  for (long long i = globalThread(); i < length * blocks; i += globalThreads()) {
    long long block = quotient(i, length), rest = i - block * length;
    target[targetStart + block * targetStride + rest] += source[sourceStart + block * sourceStride + rest];
  }
}

// One number.
KERNEL void put(real* target, real value) {
  if (globalThread() == 0) {
    *target = value;
  }
}
