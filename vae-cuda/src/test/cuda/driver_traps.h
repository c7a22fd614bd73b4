// A kernel's access to an address where nothing is, or its division by zero, fails the kernel and
// not the process.
#pragma once

#include <signal.h>
#include <ucontext.h>

#include "shim.h"

namespace traps {

inline struct sigaction before[NSIG];

#if defined(__x86_64__)
// Runs on the fiber that was stopped, as if it had called this.
inline void stopped() {
  shim::Engine& e = *shim::engine;
  shim::fail(e, e.trap == SIGFPE ? "divides by zero" : "reads or writes where no memory is");
}

inline void handle(int signal, siginfo_t* info, void* context) {
  if (shim::engine && shim::engine->inside) {
    shim::engine->trap = signal;
    greg_t* registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    registers[REG_RSP] = ((registers[REG_RSP] - 256) & ~greg_t{15}) - 8;
    registers[REG_RIP] = reinterpret_cast<greg_t>(stopped);
    return;
  }
  // Not ours: a JVM uses these signals too.
  const struct sigaction& old = before[signal];
  if (old.sa_flags & SA_SIGINFO) {
    old.sa_sigaction(signal, info, context);
  } else if (old.sa_handler != SIG_DFL && old.sa_handler != SIG_IGN) {
    old.sa_handler(signal);
  } else {
    sigaction(signal, &old, nullptr);
  }
}
#endif

inline void install() {
#if defined(__x86_64__)
  static const bool once = [] {
    for (int signal : {SIGSEGV, SIGBUS, SIGFPE}) {
      struct sigaction action = {};
      sigaction(signal, nullptr, &before[signal]);
      action.sa_sigaction = handle;
      action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
      action.sa_mask = before[signal].sa_mask;
      sigaction(signal, &action, nullptr);
    }
    return true;
  }();
  (void) once;
#endif
}

}  // namespace traps
