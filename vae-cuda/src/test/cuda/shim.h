// CUDA C on the host, for the subset that the kernels use.
//
// As compiled by default a block's threads are fibers (shim_fibers.h): fast, and what the driver
// without a GPU runs. With -DVAE_THREADS each is a thread of the system (shim_threads.h): slow, and
// what ThreadSanitizer understands.
#pragma once

#include <climits>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

struct uint3 {
  unsigned x, y, z;
};

struct dim3 {
  unsigned x = 1, y = 1, z = 1;
};

#ifdef VAE_THREADS
#include "shim_threads.h"
#else
#include "shim_fibers.h"
#endif
#include "shim_math.h"

#define __global__
#define __device__
#define __host__
#define __constant__ static const
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __syncthreads() shim::barrier(__FILE__, __LINE__)
