// Images that lie on the device as bytes.
#include "vae4j.cuh"

// target[n] = images[indices[n]] / 255, divided in float as the data sets do. As a float an index is exact up to 2^24.
KERNEL void gather_images(const unsigned char* images, const real* indices, real* target, int batch, int pixels) {
  long long n = (long long) batch * pixels;
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    long long image = quotient(i, pixels), pixel = i - image * pixels;
    target[i] = (real) ((float) images[(long long) indices[image] * pixels + pixel] / 255.0f);
  }
}
