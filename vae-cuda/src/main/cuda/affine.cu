// Layers with weights: a convolution's three products as one product of matrices that are never written out
// (implicit GEMM; Chetlur et al. 2014, "cuDNN", section 3).
//
// | kernel         | left         | right          | sum over         | grid                                         |
// |----------------|--------------|----------------|------------------|----------------------------------------------|
// | affine_forward | patches of x | weights        | taps (p, q, in)  | rows / 64, outChannels / W                   |
// | affine_adjoint | patches of y | turned weights | taps (p, q, out) | rows of a phase / 64, inChannels / W, phases |
// | affine_weights | patches of x | y              | rows (n, i, j)   | taps / 64, outChannels / W, splits           |
// | sum_partials   |              |                | splits           | any                                          |
// | column_sums    |              |                | rows             | columns / 32, splits                         |
//
// Divisions round up; rows of a phase are those of the largest. W is 64, and 16 in the kernels whose names end in
// _narrow, for few columns.
#include "functions.cuh"
#include "patches.cuh"
#include "sums.cuh"
#include "tiles.cuh"

// y = f(conv(x; w) + bias); bias may be null.
template <int WIDTH>
static __device__ inline void affineForward(const Map& map, const void* x, int xKind, const real* w, const real* bias,
    void* y, int yKind, int activation, real slope) {
  long long rows = (long long) map.batch * map.outHeight * map.outWidth, firstRow = blockIdx.x * 64LL;
  int taps = map.kernelHeight * map.kernelWidth * map.inChannels, firstColumn = blockIdx.y * WIDTH;
  RowPatches left(forwardWindow(map), x, xKind, firstRow, rows);
  Matrix right(w, KIND_REAL, 0, firstColumn, map.outChannels);
  const real* sums = multiply<WIDTH>(left, right, taps);
  ROLLED for (int i = threadIdx.x; i < 64 * WIDTH; i += BLOCK) {
    long long row = firstRow + i / WIDTH;
    int column = firstColumn + i % WIDTH;
    if (row < rows && column < map.outChannels) {
      real value = sums[i] + (bias ? bias[column] : 0);
      store(y, row * map.outChannels + column, yKind, activate(value, activation, slope));
    }
  }
}

KERNEL void affine_forward(Map map, const void* x, int xKind, const real* w, const real* bias, void* y, int yKind,
    int activation, real slope) {
  affineForward<64>(map, x, xKind, w, bias, y, yKind, activation, slope);
}

KERNEL void affine_forward_narrow(Map map, const void* x, int xKind, const real* w, const real* bias, void* y,
    int yKind, int activation, real slope) {
  affineForward<16>(map, x, xKind, w, bias, y, yKind, activation, slope);
}

// x = f(adjoint(y; w) + bias), bias per channel of x, may be null. The pixels of x that the same taps reach are a
// phase, blockIdx.z of strideHeight · strideWidth: so no product with a zero between outputs is computed.
template <int WIDTH>
static __device__ inline void affineAdjoint(const Map& map, const void* y, int yKind, const real* w, const real* bias,
    void* x, int xKind, int activation, real slope) {
  Phase down = phase(blockIdx.z / map.strideWidth, map.inHeight, map.kernelHeight, map.strideHeight, map.top);
  Phase across = phase(blockIdx.z % map.strideWidth, map.inWidth, map.kernelWidth, map.strideWidth, map.left);
  long long rows = (long long) map.batch * down.pixels * across.pixels, firstRow = blockIdx.x * 64LL;
  int taps = down.taps * across.taps * map.outChannels, firstColumn = blockIdx.y * WIDTH;
  RowPatches left(adjointWindow(map, down, across), y, yKind, firstRow, rows);
  TurnedWeights right(map, down, across, w, firstColumn);
  const real* sums = multiply<WIDTH>(left, right, taps);
  ROLLED for (int i = threadIdx.x; i < 64 * WIDTH; i += BLOCK) {
    long long row = firstRow + i / WIDTH;
    int column = firstColumn + i % WIDTH;
    if (row < rows && column < map.inChannels) {
      Digits at = digits(row, down.pixels, across.pixels);
      long long line = (long long) at.high * map.inHeight + down.first + at.middle * map.strideHeight;
      long long pixel = line * map.inWidth + across.first + at.low * map.strideWidth;
      real value = sums[i] + (bias ? bias[column] : 0);
      store(x, pixel * map.inChannels + column, xKind, activate(value, activation, slope));
    }
  }
}

KERNEL void affine_adjoint(Map map, const void* y, int yKind, const real* w, const real* bias, void* x, int xKind,
    int activation, real slope) {
  affineAdjoint<64>(map, y, yKind, w, bias, x, xKind, activation, slope);
}

KERNEL void affine_adjoint_narrow(Map map, const void* y, int yKind, const real* w, const real* bias, void* x,
    int xKind, int activation, real slope) {
  affineAdjoint<16>(map, y, yKind, w, bias, x, xKind, activation, slope);
}

// partial[split][tap][out] = Σ patch[row][tap] · y[row][out] over the split's share of the rows (blockIdx.z).
template <int WIDTH>
static __device__ inline void affineWeights(const Map& map, const void* x, int xKind, const void* y, int yKind,
    real* partial, int splits) {
  Share rows = share((long long) map.batch * map.outHeight * map.outWidth, splits, blockIdx.z);
  long long taps = map.kernelHeight * map.kernelWidth * map.inChannels, firstTap = blockIdx.x * 64LL;
  int firstColumn = blockIdx.y * WIDTH;
  TapPatches left(forwardWindow(map), x, xKind, rows.from, firstTap, taps);
  Matrix right(y, yKind, rows.from, firstColumn, map.outChannels);
  const real* sums = multiply<WIDTH>(left, right, (int) (rows.to - rows.from));
  ROLLED for (int i = threadIdx.x; i < 64 * WIDTH; i += BLOCK) {
    long long tap = firstTap + i / WIDTH;
    int column = firstColumn + i % WIDTH;
    if (tap < taps && column < map.outChannels) {
      partial[(blockIdx.z * taps + tap) * map.outChannels + column] = sums[i];
    }
  }
}

KERNEL void affine_weights(Map map, const void* x, int xKind, const void* y, int yKind, real* partial, int splits) {
  affineWeights<64>(map, x, xKind, y, yKind, partial, splits);
}

KERNEL void affine_weights_narrow(Map map, const void* x, int xKind, const void* y, int yKind, real* partial,
    int splits) {
  affineWeights<16>(map, x, xKind, y, yKind, partial, splits);
}

// target = Σ partial[split] over the splits, each of `length` numbers.
KERNEL void sum_partials(const real* partial, real* target, int splits, long long length) {
  for (long long i = globalThread(); i < length; i += globalThreads()) {
    real sum = 0;
    for (int split = 0; split < splits; split++) {
      sum += partial[split * length + i];
    }
    target[i] = sum;
  }
}

// partial[split][column] = Σ values[row][column] over the split's share of the rows (blockIdx.y).
KERNEL void column_sums(const void* values, int kind, long long rows, int columns, real* partial, int splits) {
  ColumnTile tile = columnTile(columns, blockIdx.x);
  Share part = share(rows, splits, blockIdx.y);
  real sum = 0;
  if (tile.column < columns) {
    for (long long row = part.from + tile.row; row < part.to; row += tile.rows) {
      sum += load(values, row * columns + tile.column, kind);
    }
  }
  sum = columnSum(sum, tile.width);
  if (tile.row == 0 && tile.column < columns) {
    partial[(long long) blockIdx.y * columns + tile.column] = sum;
  }
}
