// A block's threads as threads of the system, and a grid's blocks one after another: what
// ThreadSanitizer sees is what the threads of a GPU do between two barriers.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#define VAE_UNSEEN
#include "shim_removed.h"

#define __shared__ static

inline thread_local uint3 threadIdx, blockIdx;
inline dim3 blockDim, gridDim;

namespace shim {

using Body = void (*)(void** parameters, unsigned from, unsigned to);

// Where a block's threads wait for one another. One that leaves the kernel while others wait ends
// the program.
class Meeting {
 public:
  explicit Meeting(unsigned threads) : threads(threads) {}

  void wait(const char* file, int line) { arrive(1, file, line); }
  void leave() { arrive(uint64_t{1} << 32, "the kernel's end", 0); }

 private:
  void arrive(uint64_t how, const char* file, int line) {
    unsigned before = phase.load();
    uint64_t now = state.fetch_add(how) + how;
    unsigned waiting = static_cast<unsigned>(now), left = static_cast<unsigned>(now >> 32);
    if (waiting + left < threads) {
      phase.wait(before);
    } else if (waiting && left) {
      fprintf(stderr, "%s:%d: %u threads wait, %u have left the kernel\n", file, line, waiting, left);
      _exit(3);
    } else {
      state = 0;
      phase.fetch_add(1);
      phase.notify_all();
    }
  }

  unsigned threads;
  std::atomic<uint64_t> state{0};  // those that wait, and in the upper half those that have left
  std::atomic<unsigned> phase{0};
};

inline Meeting* meeting;

inline void enter(unsigned) {}

inline void barrier(const char* file, int line) {
  if (!isRemoved(file, line)) meeting->wait(file, line);
}

inline std::string launch(dim3 grid, dim3 block, Body body, void** parameters, bool reversed = false) {
  unsigned threads = block.x * block.y * block.z;
  Meeting all(threads);
  meeting = &all;
  gridDim = grid;
  blockDim = block;
  uint64_t blocks = static_cast<uint64_t>(grid.x) * grid.y * grid.z;
  auto run = [=, &all](unsigned t) {
    threadIdx = {t % block.x, t / block.x % block.y, t / block.x / block.y};
    for (uint64_t i = 0; i < blocks; i++) {
      uint64_t b = reversed ? blocks - 1 - i : i;
      blockIdx = {static_cast<unsigned>(b % grid.x), static_cast<unsigned>(b / grid.x % grid.y),
                  static_cast<unsigned>(b / grid.x / grid.y)};
      body(parameters, t, t + 1);
      all.leave();
    }
  };
  std::vector<std::thread> running;
  for (unsigned t = 0; t < threads; t++) running.emplace_back(run, t);
  for (auto& thread : running) thread.join();
  return "";
}

}  // namespace shim
