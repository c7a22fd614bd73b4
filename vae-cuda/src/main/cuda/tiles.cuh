// The product of two matrices, 64 rows by WIDTH columns a block, 4 by WIDTH / 16 of them a thread, summed in steps of
// 16 that go through shared memory. The matrices are given by whatever has
//
//   Lane at               which number of a step this thread loads: the at.step-th, of lanes at.lane, +16, +32, +48
//   int kind              how it is kept
//   Packed number(int i)  that of lane at.lane + 16·i, 0 outside the matrix
//   void next()           16 further
#pragma once
#include "kinds.cuh"

enum { STEP = 16 };

// Half a warp reads 16 numbers that lie side by side: of a step, or of the lanes.
struct Lane {
  int step, lane;
};

static __device__ inline Lane stepsAdjoin() { return {(int) threadIdx.x % 16, (int) threadIdx.x / 16}; }
static __device__ inline Lane lanesAdjoin() { return {(int) threadIdx.x / 16, (int) threadIdx.x % 16}; }

template <int COUNT, class Operand>
static __device__ inline void fetch(const Operand& operand, int left, Packed (&numbers)[COUNT]) {
  bool inside = operand.at.step < left;
  for (int i = 0; i < COUNT; i++) {
    numbers[i] = inside ? operand.number(i) : Packed{0};
  }
}

// The sum of `count` products of a column of the left and a row of the right matrix, in shared memory: [64][WIDTH].
template <int WIDTH, class Left, class Right>
static __device__ inline const real* multiply(Left& left, Right& right, int count) {
  const int columns = WIDTH / 16;
  // Rows are 4 longer: they stay aligned for loads of four, and begin in different banks.
  const int leftRow = 64 + 4, rightRow = WIDTH + 4;
  const int tiles = STEP * (leftRow + rightRow), result = 64 * WIDTH;
  alignas(16) __shared__ real shared[tiles > result ? tiles : result];
  real* leftTile = shared;
  real* rightTile = shared + STEP * leftRow;
  int row = threadIdx.x / 16 * 4, column = threadIdx.x % 16 * columns;
  real sums[4][columns] = {};
  Packed nextLeft[4], nextRight[columns];
  fetch(left, count, nextLeft);
  fetch(right, count, nextRight);
  for (; count > 0; count -= STEP) {
    __syncthreads();  // the tiles before have been used
    for (int i = 0; i < 4; i++) {
      leftTile[left.at.step * leftRow + left.at.lane + 16 * i] = unpacked(nextLeft[i], left.kind);
    }
    for (int j = 0; j < columns; j++) {
      rightTile[right.at.step * rightRow + right.at.lane + 16 * j] = unpacked(nextRight[j], right.kind);
    }
    __syncthreads();
    // The next numbers travel while these are multiplied.
    left.next();
    right.next();
    fetch(left, count - STEP, nextLeft);
    fetch(right, count - STEP, nextRight);
    for (int s = 0; s < STEP; s++) {
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < columns; j++) {
          sums[i][j] += leftTile[s * leftRow + row + i] * rightTile[s * rightRow + column + j];
        }
      }
    }
  }
  __syncthreads();
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < columns; j++) {
      shared[(row + i) * WIDTH + column + j] = sums[i][j];
    }
  }
  __syncthreads();
  return shared;
}

// values[k][column], row by row: the lanes are columns.
struct Matrix {
  Lane at;
  const void* values;
  int kind, columns, column;
  long long first;

  __device__ inline Matrix(const void* values, int kind, long long from, int column, int columns)
      : at(lanesAdjoin()), values(values), kind(kind), columns(columns), column(column + at.lane),
        first((from + at.step) * columns + column + at.lane) {}

  __device__ inline Packed number(int i) const {
    return column + 16 * i < columns ? packed(values, first + 16 * i, kind) : Packed{0};
  }

  __device__ inline void next() { first += (long long) STEP * columns; }
};
