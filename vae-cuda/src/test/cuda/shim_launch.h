// A launch on fibers: its blocks, on as many threads of the system as it is worth.
#pragma once

#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace shim {

struct Launch {
  using Clock = std::chrono::steady_clock;

  dim3 grid, block;
  Body body;
  void** parameters;
  bool reversed;
  std::atomic<uint64_t> next{0};
  std::mutex lock;
  std::string error;

  Launch(dim3 grid, dim3 block, Body body, void** parameters, bool reversed)
      : grid(grid), block(block), body(body), parameters(parameters), reversed(reversed) {}

  uint64_t blocks() const { return static_cast<uint64_t>(grid.x) * grid.y * grid.z; }

  // Takes blocks until none is left or the time is over.
  void run(Clock::time_point until) {
    static thread_local Engine fibers;
    Engine& e = fibers;
    engine = &e;
    gridDim = {grid.x, grid.y, grid.z};
    blockDim = {block.x, block.y, block.z};
    thread = {};
    e.threads = block.x * block.y * block.z;
    e.reversed = reversed;
    e.body = body;
    e.parameters = parameters;
    // Anew for each launch: what a fiber remembers is of the thread of the system that it ran on.
    e.prepared = 0;
    ownContext(e.root);
    e.error.clear();
    for (uint64_t i; Clock::now() < until && (i = next++) < blocks();) {
      uint64_t b = reversed ? blocks() - 1 - i : i;
      runBlock(e, {static_cast<unsigned>(b % grid.x), static_cast<unsigned>(b / grid.x % grid.y),
                   static_cast<unsigned>(b / grid.x / grid.y)});
      if (e.error.empty()) continue;
      next = blocks();
      std::lock_guard guard(lock);
      error = e.error;
    }
  }
};

// Threads of the system that help with a launch. They live as long as the process.
class Helpers {
 public:
  static Helpers& get() {
    static Helpers* helpers = new Helpers;
    return *helpers;
  }

  void run(Launch& launch) {
    {
      std::lock_guard guard(lock);
      job = &launch;
      number++;
      busy = count;
    }
    wake.notify_all();
    launch.run(Launch::Clock::time_point::max());
    std::unique_lock guard(lock);
    done.wait(guard, [&] { return busy == 0; });
  }

 private:
  Helpers() {
    unsigned cores = std::thread::hardware_concurrency();
    count = cores > 4 ? 3 : cores > 1 ? cores - 1 : 0;
    // Signals are for the threads that the process had before.
    sigset_t all, before;
    sigfillset(&all);
    for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) sigdelset(&all, fault);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (unsigned i = 0; i < count; i++) std::thread([this] { help(); }).detach();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

  void help() {
    for (uint64_t seen = 0;;) {
      Launch* launch;
      {
        std::unique_lock guard(lock);
        wake.wait(guard, [&] { return number != seen; });
        seen = number;
        launch = job;
      }
      launch->run(Launch::Clock::time_point::max());
      std::lock_guard guard(lock);
      if (--busy == 0) done.notify_all();
    }
  }

  std::mutex lock;
  std::condition_variable wake, done;
  Launch* job = nullptr;
  uint64_t number = 0;
  unsigned count = 0, busy = 0;
};

// Runs a kernel to its end; returns what was wrong with it, or nothing. One launch at a time.
inline std::string launch(dim3 grid, dim3 block, Body body, void** parameters, bool reversed = false) {
  Launch l(grid, block, body, parameters, reversed);
  if (watched) {
    l.run(Launch::Clock::time_point::max());
    return l.error;
  }
  // Help costs more than a small launch.
  l.run(Launch::Clock::now() + std::chrono::microseconds(50));
  if (l.next < l.blocks()) Helpers::get().run(l);
  return l.error;
}

}  // namespace shim
