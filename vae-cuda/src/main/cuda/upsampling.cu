// Nearest-neighbour upsampling of [batch, height, width, channels] by a whole factor. Sizes are those of the small
// image.
#include "vae4j.cuh"

// A number of an image as its place in it.
struct Pixel {
  long long row;  // of all images
  int column, channel;
};

static __device__ inline Pixel pixelAt(long long number, int width, int channels) {
  long long pixel = quotient(number, channels), row = quotient(pixel, width);
  return {row, (int) (pixel - row * width), (int) (number - pixel * channels)};
}

// y[n, i, j, c] = x[n, ⌊i / factor⌋, ⌊j / factor⌋, c]. A thread a number of y.
KERNEL void upsampling_forward(const real* x, real* y, int batch, int height, int width, int channels, int factor) {
  long long n = (long long) batch * height * factor * width * factor * channels;
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    Pixel to = pixelAt(i, width * factor, channels);
    y[i] = x[(quotient(to.row, factor) * width + to.column / factor) * channels + to.channel];
  }
}

// ∂x is the sum of each block of ∂y, row by row. A thread a number of ∂x.
KERNEL void upsampling_backward(const real* dy, real* dx, int batch, int height, int width, int channels, int factor) {
  long long n = (long long) batch * height * width * channels;
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    Pixel to = pixelAt(i, width, channels);
    real sum = 0;
    for (int p = 0; p < factor; p++) {
      for (int q = 0; q < factor; q++) {
        long long from = (to.row * factor + p) * ((long long) width * factor) + to.column * factor + q;
        sum += dy[from * channels + to.channel];
      }
    }
    dx[i] = sum;
  }
}
