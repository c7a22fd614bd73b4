// Which block and thread of a kernel the thread of the system is in: see shim_fibers.h.
#include "shim.h"

#ifndef VAE_THREADS
__thread uint3 blockIdx, blockDim, gridDim;
__thread uint3 shim::thread;
__thread shim::Engine* shim::engine;
#endif
