// A block's threads as fibers: each runs until it waits, then the next one goes on. Blocks are
// spread over a few threads of the system, so that shared memory is each thread's own.
#pragma once

#include "shim_context.h"
#include "shim_removed.h"

#define __shared__ static thread_local

// Built into a library of its own, because what a library that is loaded late can reach this fast
// is a few bytes, and shared memory is much.
#define VAE_NEAR extern __thread __attribute__((visibility("default"), tls_model("initial-exec")))
VAE_NEAR uint3 blockIdx, blockDim, gridDim;

namespace shim {

VAE_NEAR uint3 thread;
VAE_UNSEEN inline uint3 currentThread() { return thread; }

// Runs the threads from..to-1 of a block, one after another, with the parameters pointed to.
using Body = void (*)(void** parameters, unsigned from, unsigned to);

constexpr unsigned maxThreads = 1024;

// The fibers of one thread of the system. A kernel that never waits runs on the first one alone.
struct Engine {
  Context contexts[maxThreads + 2] = {}, root = {};
  char* stacks[maxThreads] = {};
  unsigned prepared = 0, threads = 0, current = 0;
  bool waited = false, leaving = false, reversed = false;
  bool inside = false;  // while a kernel runs
  int line = 0, trap = 0;
  Body body = nullptr;
  void** parameters = nullptr;
  std::string error;
  unsigned meetings = 0;
  char meeting[2], start, end;  // places to release

  ~Engine() {
    for (unsigned i = 0; i < maxThreads; i++) freeStack(stacks[i], i);
  }
};

VAE_NEAR Engine* engine;

VAE_UNSEEN inline void setThread(Engine& e, unsigned fiber) {
  unsigned t = e.reversed ? e.threads - 1 - fiber : fiber;
  e.current = fiber;
  if (blockDim.x == e.threads) {
    thread.x = t;
  } else {
    thread = {t % blockDim.x, t / blockDim.x % blockDim.y, t / blockDim.x / blockDim.y};
  }
}

// Called by a kernel's body before each of its threads.
VAE_UNSEEN inline void enter(unsigned fiber) { setThread(*engine, fiber); }

// Gives the block up.
[[noreturn]] VAE_UNSEEN inline void fail(Engine& e, const std::string& error) {
  e.inside = false;
  e.error = error + ", block " + std::to_string(blockIdx.x) + "," + std::to_string(blockIdx.y) + "," +
            std::to_string(blockIdx.z) + ", thread " + std::to_string(thread.x);
  Context lost = {};
  switchContext(lost, e.root);
  __builtin_unreachable();
}

inline void fiberMain();

VAE_UNSEEN inline void prepare(Engine& e, unsigned fiber) {
  if (!e.stacks[fiber]) e.stacks[fiber] = newStack(fiber);
  if (!e.stacks[fiber]) abort();
  prepareContext(e.contexts[fiber], e.stacks[fiber], fiberMain);
  e.prepared = fiber + 1;
}

VAE_UNSEEN inline void go(Engine& e, unsigned from, unsigned to) {
  if (__builtin_expect(to >= e.prepared, 0)) prepare(e, to);
  setThread(e, to);
  prefetch(e.contexts[to + 2]);
  switchContext(e.contexts[from], e.contexts[to]);
}

// The first thread says where the block waits; the others must wait at the same place.
VAE_UNSEEN inline void barrier(const char* file, int line) {
  Engine& e = *engine;
  unsigned me = e.current;
  if (isRemoved(file, line)) return;
  if (me == 0) {
    e.line = line;
    e.waited = true;
    e.meetings++;
  }
  if (__builtin_expect(e.leaving || e.line != line, 0))
    fail(e, std::string(file) + ":" + std::to_string(line) +
                (e.leaving ? ": waits for a thread that has left the kernel"
                           : ": waits where another thread waits at line " + std::to_string(e.line)));
  // Threads that go on earlier may come to the next meeting before this one is over.
  char& meeting = e.meeting[e.meetings % 2];
  release(meeting);
  if (e.threads > 1) go(e, me, me + 1 == e.threads ? 0 : me + 1);
  acquire(meeting);
}

VAE_UNSEEN inline void fiberMain() {
  for (;;) {
    Engine& e = *engine;
    unsigned me = e.current;
    acquire(e.start);
    e.body(e.parameters, me, me + 1);
    release(e.end);
    if (me == 0) e.leaving = true;
    if (!e.leaving) fail(e, "left the kernel while others wait at line " + std::to_string(e.line));
    if ((e.waited || watched) && me + 1 < e.threads) {
      go(e, me, me + 1);
    } else {
      if (!e.waited && !watched && e.threads > 1) e.body(e.parameters, 1, e.threads);
      switchContext(e.contexts[me], e.root);
    }
  }
}

// All threads of a block, on the calling thread of the system. What is wrong is left in e.error.
VAE_UNSEEN inline void runBlock(Engine& e, uint3 block) {
  blockIdx = block;
  e.waited = e.leaving = false;
  if (!e.prepared) prepare(e, 0);
  setThread(e, 0);
  release(e.start);
  e.inside = true;
  switchContext(e.root, e.contexts[0]);
  e.inside = false;
  acquire(e.end);
}

}  // namespace shim

#ifdef __SANITIZE_THREAD__
#define threadIdx (shim::currentThread())
#else
#define threadIdx (shim::thread)
#endif

#include "shim_launch.h"
