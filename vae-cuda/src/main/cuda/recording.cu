// A recorded step that runs again and again: what goes in and what comes out lies in rings of slots, and a counter on
// the device says which slot is due.
#include "vae4j.cuh"

// A vector, and the ring that holds its numbers of several runs: [slots][words].
struct Ring {
  real* slots;
  real* vector;
  long long words;
};

// vector = its ring's slot, for each ring (blockIdx.y). The counter stays.
KERNEL void feed_slots(const Ring* rings, const unsigned int* counter, int slots) {
  Ring ring = rings[blockIdx.y];
  const real* slot = ring.slots + (long long) (*counter % slots) * ring.words;
  for (long long i = globalThread(); i < ring.words; i += globalThreads()) {
    ring.vector[i] = slot[i];
  }
}

// The ring's slot = its vector, for each ring (blockIdx.y). The counter stays.
KERNEL void keep_slots(const Ring* rings, const unsigned int* counter, int slots) {
  Ring ring = rings[blockIdx.y];
  real* slot = ring.slots + (long long) (*counter % slots) * ring.words;
  for (long long i = globalThread(); i < ring.words; i += globalThreads()) {
    slot[i] = ring.vector[i];
  }
}

// The next slot is due. It begins again at 0 after 2^32, so a power of two of slots goes on without a jump.
KERNEL void advance(unsigned int* counter) {
  if (globalThread() == 0) {
    *counter += 1;
  }
}
