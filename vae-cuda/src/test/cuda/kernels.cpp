// The kernels, compiled once with `real` float and once, under -DVAE_DOUBLE, double. Without a name
// for the namespace the two copies do not meet when they are linked.
#define VAE_HOST
#include "kernels.h"

namespace {
#include "all.cu"
#include "test_kernels.cu"
}  // namespace

#ifdef VAE_DOUBLE
const std::vector<Kernel>& doubleKernels() {
#else
char* sharedByte() {
  static thread_local char byte;
  return &byte;
}

const std::vector<Kernel>& floatKernels() {
#endif
  static const std::vector<Kernel> all = {
#define VAE_KERNEL(name) {#name, Signature<name>::parameters(), Signature<name>::body},
#include "registry.inc"
  };
  return all;
}
