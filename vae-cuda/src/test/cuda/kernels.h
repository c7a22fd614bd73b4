// A kernel compiled for the host, as the driver without a GPU and the sanitizers call it.
#pragma once

#include <type_traits>
#include <utility>
#include <vector>

#include "shim.h"

struct Parameter {
  size_t bytes;
  bool pointer;
};

struct Kernel {
  const char* name;
  std::vector<Parameter> parameters;
  shim::Body body;
};

template <auto kernel>
struct Signature;

template <class... A, void (*kernel)(A...)>
struct Signature<kernel> {
  static std::vector<Parameter> parameters() { return {{sizeof(A), std::is_pointer_v<A>}...}; }

  static void body(void** p, unsigned from, unsigned to) { run(p, from, to, std::index_sequence_for<A...>()); }

  template <size_t... I>
  static void run([[maybe_unused]] void** p, unsigned from, unsigned to, std::index_sequence<I...>) {
    for (unsigned t = from; t < to; t++) {
      shim::enter(t);
      kernel(*static_cast<std::remove_cv_t<A>*>(p[I])...);
    }
  }
};

#define VAE_EXPORT __attribute__((visibility("default")))

// Those of all.cu, with `real` float and double.
VAE_EXPORT const std::vector<Kernel>& floatKernels();
VAE_EXPORT const std::vector<Kernel>& doubleKernels();

// A byte among the shared memory of this thread of the system, which is all that the library with
// the kernels has as thread-local memory.
VAE_EXPORT char* sharedByte();
