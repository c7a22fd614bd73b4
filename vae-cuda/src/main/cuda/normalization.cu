// Normalisation y = γ·(x − μ)/√(σ² + ε) + β of images [batch, positions, channels]. The mean and the variance, which
// is the biased one, are those of a set of numbers: of each group of channels of an image (Wu and He 2018), or across
// the batch of each channel (Ioffe and Szegedy 2015), which `groups` is of no effect on. A set is made of parts, each
// one channel of one image:
//
// | acrossBatch | sets            | set of image n, channel c             | parts of a set    |
// |-------------|-----------------|---------------------------------------|-------------------|
// | 0           | batch · groups  | n · groups + c / (channels / groups)  | channels / groups |
// | 1           | channels        | c                                     | batch             |
//
// | kernel              | gives                               | lengths          | grid                         |
// |---------------------|-------------------------------------|------------------|------------------------------|
// | norm_parts          | means and squares of parts          | batch · channels | batch · ceil(channels / 32)  |
// | norm_statistics     | mean, inverse, variance of sets     | sets             | sets                         |
// | norm_apply          | y                                   | n                | any                          |
// | norm_given          | y from given statistics             | n                | any                          |
// | norm_gradient_parts | sums and products of parts          | batch · channels | batch · ceil(channels / 32)  |
// | norm_gradient_sets  | means of both over sets             | sets             | sets                         |
// | norm_gradient_input | ∂x                                  | n                | any                          |
//
// n is batch · positions · channels. sum_partials(sums, ∂β, batch, channels) and sum_partials(products, ∂γ, batch,
// channels) give the other gradients. The parts' four arrays may be two: those of the way forward are not needed for
// the way back.
#include "functions.cuh"
#include "sums.cuh"

// The set of a channel of an image.
static __device__ inline int normSet(long long image, int channel, int channels, int groups, int acrossBatch) {
  return acrossBatch ? channel : (int) (image * groups + channel / (channels / groups));
}

// The parts of a set.
struct Parts {
  long long first;
  int step, count;
};

static __device__ inline Parts partsOf(long long set, int batch, int channels, int groups, int acrossBatch) {
  int width = channels / groups;
  return acrossBatch ? Parts{set, channels, batch} : Parts{set * width, 1, width};
}

// A block on up to 32 channels of an image.
struct NormTile {
  ColumnTile tile;
  long long image;
  bool inside;
};

static __device__ inline NormTile normTile(int channels) {
  int tiles = (channels + 31) / 32;
  ColumnTile tile = columnTile(channels, blockIdx.x % tiles);
  return {tile, (long long) (blockIdx.x / tiles), tile.column < channels};
}

// Of each part: its mean, and Σ (x − that mean)². What the first mean leaves, Σ (x − mean), is only its rounding, and
// corrects both (Chan, Golub and LeVeque 1983, equation 1.7).
KERNEL void norm_parts(const real* x, int positions, int channels, real* means, real* squares) {
  NormTile at = normTile(channels);
  const real* first = x + at.image * positions * channels + at.tile.column;
  real sum = 0, rest = 0, square = 0;
  for (int i = at.tile.row; at.inside && i < positions; i += at.tile.rows) {
    sum += first[(long long) i * channels];
  }
  real mean = columnSum(sum, at.tile.width) / positions;
  for (int i = at.tile.row; at.inside && i < positions; i += at.tile.rows) {
    real distance = first[(long long) i * channels] - mean;
    rest += distance;
    square += distance * distance;
  }
  rest = columnSum(rest, at.tile.width);
  square = columnSum(square, at.tile.width);
  if (at.tile.row == 0 && at.inside) {
    means[at.image * channels + at.tile.column] = mean + rest / positions;
    squares[at.image * channels + at.tile.column] = square - rest * rest / positions;
  }
}

// Of each set: its mean, 1/√(variance + ε), and where wanted its variance, from its parts, which are equally long:
// Σ (x − mean)² = Σ squares + positions · Σ (means − mean)² (Chan, Golub and LeVeque 1983). One block a set.
KERNEL void norm_statistics(const real* means, const real* squares, int batch, int positions, int channels, int groups,
    int acrossBatch, real epsilon, real* mean, real* inverse, real* variance) {
  Parts parts = partsOf(blockIdx.x, batch, channels, groups, acrossBatch);
  real sum = 0, square = 0;
  for (int i = threadIdx.x; i < parts.count; i += BLOCK) {
    sum += means[parts.first + (long long) i * parts.step];
  }
  real center = blockSum(sum) / parts.count;
  for (int i = threadIdx.x; i < parts.count; i += BLOCK) {
    long long part = parts.first + (long long) i * parts.step;
    real distance = means[part] - center;
    square += squares[part] / positions + distance * distance;
  }
  square = blockSum(square) / parts.count;
  if (threadIdx.x == 0) {
    mean[blockIdx.x] = center;
    inverse[blockIdx.x] = 1 / VAE_MATH(sqrt)(square + epsilon);
    if (variance) {
      variance[blockIdx.x] = square;
    }
  }
}

KERNEL void norm_apply(const real* x, const real* mean, const real* inverse, const real* scale, const real* bias,
    real* y, int positions, int channels, int groups, int acrossBatch, long long n) {
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    long long pixel = quotient(i, channels);
    int channel = (int) (i - pixel * channels);
    int set = normSet(quotient(pixel, positions), channel, channels, groups, acrossBatch);
    y[i] = scale[channel] * ((x[i] - mean[set]) * inverse[set]) + bias[channel];
  }
}

// With a mean and a variance per channel that are given.
KERNEL void norm_given(const real* x, const real* mean, const real* variance, const real* scale, const real* bias,
    real* y, real epsilon, int channels, long long n) {
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    int channel = (int) (i - quotient(i, channels) * channels);
    real deviation = VAE_MATH(sqrt)(variance[channel] + epsilon);
    y[i] = scale[channel] * ((x[i] - mean[channel]) / deviation) + bias[channel];
  }
}

// Of each part: Σ ∂y and Σ ∂y·x̂.
KERNEL void norm_gradient_parts(const real* x, const real* dy, const real* mean, const real* inverse, int positions,
    int channels, int groups, int acrossBatch, real* sums, real* products) {
  NormTile at = normTile(channels);
  long long first = at.image * positions * channels + at.tile.column;
  real sum = 0, product = 0;
  if (at.inside) {
    int set = normSet(at.image, at.tile.column, channels, groups, acrossBatch);
    real center = mean[set], factor = inverse[set];
    for (int i = at.tile.row; i < positions; i += at.tile.rows) {
      long long place = first + (long long) i * channels;
      sum += dy[place];
      product += dy[place] * ((x[place] - center) * factor);
    }
  }
  sum = columnSum(sum, at.tile.width);
  product = columnSum(product, at.tile.width);
  if (at.tile.row == 0 && at.inside) {
    sums[at.image * channels + at.tile.column] = sum;
    products[at.image * channels + at.tile.column] = product;
  }
}

// Of each set: the means of γ·∂y and of γ·∂y·x̂. One block a set.
KERNEL void norm_gradient_sets(const real* sums, const real* products, const real* scale, int batch, int positions,
    int channels, int groups, int acrossBatch, real* setSums, real* setProducts) {
  Parts parts = partsOf(blockIdx.x, batch, channels, groups, acrossBatch);
  real sum = 0, product = 0;
  for (int i = threadIdx.x; i < parts.count; i += BLOCK) {
    long long part = parts.first + (long long) i * parts.step;
    real gamma = scale[part % channels];
    sum += gamma * sums[part];
    product += gamma * products[part];
  }
  sum = blockSum(sum);
  product = blockSum(product);
  if (threadIdx.x == 0) {
    setSums[blockIdx.x] = sum / parts.count / positions;
    setProducts[blockIdx.x] = product / parts.count / positions;
  }
}

// ∂x = (γ·∂y − mean(γ·∂y) − x̂·mean(γ·∂y·x̂)) / √(σ² + ε).
KERNEL void norm_gradient_input(const real* x, const real* dy, const real* mean, const real* inverse,
    const real* setSums, const real* setProducts, const real* scale, real* dx, int positions, int channels, int groups,
    int acrossBatch, long long n) {
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    long long pixel = quotient(i, channels);
    int channel = (int) (i - pixel * channels);
    int set = normSet(quotient(pixel, positions), channel, channels, groups, acrossBatch);
    real normalized = (x[i] - mean[set]) * inverse[set];
    dx[i] = inverse[set] * (scale[channel] * dy[i] - setSums[set] - normalized * setProducts[set]);
  }
}
