// Numbers in memory: a kind says how they are kept. 16 bits are made by hand, rounded to the nearest, ties to even,
// so that a GPU and a processor agree to the bit. A double goes through float.
#pragma once
#include "vae4j.cuh"

enum Kind { KIND_REAL, KIND_BFLOAT16, KIND_FLOAT16 };

union FloatBits {
  float value;
  unsigned bits;
};

static __device__ inline unsigned bitsOf(float value) {
  FloatBits both;
  both.value = value;
  return both.bits;
}

static __device__ inline float floatOf(unsigned bits) {
  FloatBits both;
  both.bits = bits;
  return both.value;
}

// bits / 2^count, rounded to the nearest, ties to even; count > 0.
static __device__ inline unsigned shiftRounded(unsigned bits, int count) {
  return (bits + (1u << (count - 1)) - 1 + (bits >> count & 1)) >> count;
}

// bfloat16 is the upper half of a float. A NaN stays one whatever its lower half is.
static __device__ inline unsigned short toBfloat16(float value) {
  unsigned bits = bitsOf(value);
  bool nan = (bits & 0x7fffffff) > 0x7f800000;
  return (unsigned short) (nan ? bits >> 16 | 0x40 : shiftRounded(bits, 16));
}

static __device__ inline float fromBfloat16(unsigned short half) { return floatOf((unsigned) half << 16); }

// float16: sign, 5 bits of exponent (bias 15), 10 of fraction. A float's: sign, 8 (bias 127), 23.
static __device__ inline unsigned short toFloat16(float value) {
  unsigned bits = bitsOf(value), sign = bits >> 16 & 0x8000, size = bits & 0x7fffffff, half;
  if (size > 0x7f800000) {
    half = 0x7e00 | (size >> 13 & 0x3ff);  // NaN
  } else if (size >= 0x477ff000) {
    half = 0x7c00;  // 65520 and more round to infinity
  } else if (size >= 0x38800000) {
    half = shiftRounded(size - (112u << 23), 13);  // from 2^-14; a carry of the fraction goes into the exponent
  } else if (size > 0x33000000) {
    half = shiftRounded((size & 0x7fffff) | 0x800000, 126 - (int) (size >> 23));  // multiples of 2^-24
  } else {
    half = 0;  // 2^-25 and less
  }
  return (unsigned short) (sign | half);
}

static __device__ inline float fromFloat16(unsigned short half) {
  unsigned sign = (unsigned) (half & 0x8000) << 16, size = half & 0x7fff;
  if (size >= 0x7c00) {
    return floatOf(sign | 0x7f800000 | size << 13);  // infinity, NaN
  }
  if (size >= 0x400) {
    return floatOf(sign | ((size << 13) + (112u << 23)));
  }
  float tiny = (float) size * 5.9604644775390625e-8f;  // multiples of 2^-24
  return floatOf(sign | bitsOf(tiny));
}

// A number as it is kept. It is made a real only when it is wanted, so that several can be on their way at a time.
union Packed {
  real value;
  unsigned short half;
};

static __device__ inline Packed packed(const void* memory, long long place, int kind) {
  Packed number;
  if (kind == KIND_REAL) {
    number.value = ((const real*) memory)[place];
  } else {
    number.half = ((const unsigned short*) memory)[place];
  }
  return number;
}

static __device__ inline real unpacked(Packed number, int kind) {
  if (kind == KIND_REAL) {
    return number.value;
  }
  return kind == KIND_BFLOAT16 ? fromBfloat16(number.half) : fromFloat16(number.half);
}

static __device__ inline real load(const void* memory, long long place, int kind) {
  return unpacked(packed(memory, place, kind), kind);
}

static __device__ inline void store(void* memory, long long place, int kind, real value) {
  if (kind == KIND_REAL) {
    ((real*) memory)[place] = value;
  } else {
    float single = (float) value;
    ((unsigned short*) memory)[place] = kind == KIND_BFLOAT16 ? toBfloat16(single) : toFloat16(single);
  }
}
