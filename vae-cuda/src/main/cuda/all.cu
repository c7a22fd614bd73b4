// All kernels as one unit.
#include "affine.cu"
#include "activation.cu"
#include "staging.cu"
#include "compare.cu"
#include "latent.cu"
#include "likelihood.cu"
#include "normalization.cu"
#include "upsampling.cu"
#include "vector.cu"
#include "optimizer.cu"
#include "images.cu"
#include "recording.cu"

// Tells the builds apart.
#if defined(VAE_DOUBLE) && !defined(VAE_HOST)
extern "C" __device__ int vae4j_float64 = 1;
#endif
