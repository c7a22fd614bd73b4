// Launches: their parameters, and what a kernel may reach.
#pragma once

#include <link.h>

#include "driver_module.h"
#include "driver_traps.h"

// Fills the shared memory of this thread of the system, so that what is not written is not a number.
// So the first block of a launch finds it.
inline void freshShared() {
  struct Range {
    char *byte, *start;
    size_t bytes;
  };
  static thread_local Range range = [] {
    Range r{sharedByte(), nullptr, 0};
    dl_iterate_phdr([](dl_phdr_info* info, size_t, void* p) {
      Range& found = *static_cast<Range*>(p);
      char* start = static_cast<char*>(info->dlpi_tls_data);
      for (int i = 0; start && i < info->dlpi_phnum; i++) {
        auto& header = info->dlpi_phdr[i];
        if (header.p_type == PT_TLS && found.byte >= start && found.byte < start + header.p_memsz) {
          found.start = start;
          found.bytes = header.p_memsz;
        }
      }
      return 0;
    }, &r);
    return r;
  }();
  if (range.bytes) fill(reinterpret_cast<uint64_t>(range.start), range.bytes, fresh);
}

// A launch with its parameters, which are copied: the caller may change its own at once.
struct Call {
  std::shared_ptr<Function> function;
  Context* context;
  dim3 grid, block;
  std::vector<char> bytes;
  std::vector<void*> parameters;

  Call(std::shared_ptr<Function> f, Context* context, dim3 grid, dim3 block, void** from)
      : function(std::move(f)), context(context), grid(grid), block(block) {
    size_t total = 0;
    for (auto& p : function->kernel->parameters) total += (p.bytes + 15) / 16 * 16;
    bytes.resize(total);
    char* to = bytes.data();
    for (size_t i = 0; i < function->kernel->parameters.size(); i++) {
      const Parameter& p = function->kernel->parameters[i];
      memcpy(to, from[i], p.bytes);
      if (control[POISON_PARAMETERS]) memset(from[i], 0xee, p.bytes);
      parameters.push_back(to);
      to += (p.bytes + 15) / 16 * 16;
    }
  }
  Call(const Call&) = delete;

  // What the parameters point to; in a struct, every word that is an address of a device.
  bool resolve(std::vector<Allocation*>& touched) {
    const Kernel& kernel = *function->kernel;
    for (size_t i = 0; i < parameters.size(); i++) {
      const Parameter& p = kernel.parameters[i];
      for (size_t at = 0; at + 8 <= p.bytes; at += 8) {
        uint64_t word;
        memcpy(&word, static_cast<char*>(parameters[i]) + at, 8);
        Arena* arena = arenaOf(word);
        if (!arena && (!p.pointer || word == 0 || isRegistered(word))) continue;
        std::string wrong = wrongRange(*context, word, 0);
        if (!wrong.empty()) {
          failed(ILLEGAL_ADDRESS, "parameter " + std::to_string(i) + ", " + wrong);
          return false;
        }
        if (arena) touched.push_back(arena->find(word));
      }
    }
    return true;
  }

  static bool isRegistered(uint64_t address) {
    auto i = registered.upper_bound(address);
    return i != registered.begin() && (--i, address <= i->first + i->second);
  }

  void failed(Result code, const std::string& how) {
    fault(*context, code, std::string(function->kernel->name) + ": " + how);
  }

  void run() {
    const Kernel& kernel = *function->kernel;
    control[KERNELS_RUN]++;
    if (function->module.expired()) return failed(LAUNCH_FAILED, "its module was unloaded");
    if (control[LOST_AFTER] && --control[LOST_AFTER] == 0)
      return failed(static_cast<Result>(control[LOST_RESULT]), "the device is lost, as a test wanted");
    std::vector<Allocation*> touched;
    if (!resolve(touched)) return;
    traps::install();
    if (function->sharedBytes) freshShared();
    std::string wrong = shim::launch(grid, block, kernel.body, parameters.data(), control[REVERSED]);
    if (!wrong.empty()) {
      bool address = wrong.find("where no memory is") != std::string::npos;
      return failed(address ? ILLEGAL_ADDRESS : LAUNCH_FAILED, wrong);
    }
    for (Allocation* a : touched) wrong += arenaOf(a->address)->check(*a);
    if (!wrong.empty()) failed(ILLEGAL_ADDRESS, wrong);
  }
};

API cuLaunchKernel(uint64_t f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                   unsigned shared, uint64_t s, void** parameters, void** extra) {
  return inContext([&](Context& c) {
    auto function = functions.get(f);
    auto stream = streamOf(c, s);
    auto module = function->module.lock();
    if (!module) throw INVALID_HANDLE;
    if (stream->context != &c || module->context != &c) throw INVALID_HANDLE;
    if (!gx || !gy || !gz || !bx || !by || !bz) throw INVALID_VALUE;
    if (gx > INT_MAX || gy > 65535 || gz > 65535) throw INVALID_VALUE;
    if (bx > 1024 || by > 1024 || bz > 64 || static_cast<uint64_t>(bx) * by * bz > 1024) throw INVALID_VALUE;
    if (shared + function->sharedBytes > 49152) throw INVALID_VALUE;
    if (extra && *extra) throw NOT_SUPPORTED;
    if (!function->kernel->parameters.empty()) notNull(parameters);
    auto call = std::make_shared<Call>(function, &c, dim3{gx, gy, gz}, dim3{bx, by, bz}, parameters);
    submit(stream, KERNEL_NODE, [call] { call->run(); }, "a launch on the legacy stream");
    control[LAUNCHES]++;
  });
}
