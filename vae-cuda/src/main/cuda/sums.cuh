// Sums over the threads of a block, as a tree.
#pragma once
#include "vae4j.cuh"

// The sum over the threads of the same threadIdx.x % width, to each of them. Width is a power of two.
static __device__ inline real columnSum(real value, int width) {
  __shared__ real values[BLOCK];
  int thread = threadIdx.x;
  __syncthreads();  // the sum before has been read
  values[thread] = value;
  __syncthreads();
  for (int half = BLOCK / 2; half >= width; half /= 2) {
    if (thread < half) {
      values[thread] += values[thread + half];
    }
    __syncthreads();
  }
  return values[thread % width];
}

static __device__ inline real blockSum(real value) { return columnSum(value, 1); }

// A block on up to 32 columns of a matrix: its threads are rows of a power of two.
struct ColumnTile {
  int width, column, row, rows;
};

static __device__ inline ColumnTile columnTile(int columns, int tile) {
  int width = 32;
  while (width >= 2 * columns) {
    width /= 2;
  }
  int thread = threadIdx.x;
  return {width, tile * 32 + thread % width, thread / width, BLOCK / width};
}
