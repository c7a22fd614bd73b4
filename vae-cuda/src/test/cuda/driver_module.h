// Modules: which of the host's kernels an image stands for.
#pragma once

#include <cctype>
#include <cstdlib>

#include "driver_capture.h"
#include "kernels.h"

struct Module;

struct Function {
  std::weak_ptr<Module> module;
  const Kernel* kernel;
  int sharedBytes;
};

struct Module {
  Context* context;
  int version, target;  // of the PTX, such as 90 for 9.0 and 80 for sm_80
  std::map<std::string, uint64_t> functions;
};

inline Handles<Module, 3, LIVE_MODULES> modules;
inline Handles<Function, 4, FUNCTIONS> functions;

// The number after a directive of PTX, without its dot: 90 for `.version 9.0` or `.target sm_90`.
inline int directive(const std::string& ptx, const char* name, const char* before) {
  size_t at = ptx.find(name);
  if (at != std::string::npos) at = ptx.find_first_not_of(" \t", at + strlen(name));
  if (at == std::string::npos) return 0;
  if (ptx.compare(at, strlen(before), before) == 0) at += strlen(before);
  int number = 0;
  for (; at < ptx.size() && (isdigit(ptx[at]) || ptx[at] == '.'); at++)
    if (ptx[at] != '.') number = 10 * number + ptx[at] - '0';
  return number;
}

// The newest PTX that a driver compiles, 10 major + minor (PTX ISA, release notes).
inline int newestPtx(int64_t driverVersion) {
  int major = static_cast<int>(driverVersion / 1000), minor = static_cast<int>(driverVersion % 1000 / 10);
  if (major == 12) return 80 + (minor > 5 ? minor - 1 : minor);
  return 10 * (major - 4) + minor;
}

// Bytes of the .shared variables in a text of PTX: `.shared .align 4 .b8 name[1024];`.
inline int sharedBytes(const std::string& ptx) {
  int bytes = 0;
  for (size_t at = 0; (at = ptx.find(".shared .align", at)) != std::string::npos;) {
    size_t end = ptx.find_first_of(";\n", at), open = ptx.find('[', at);
    if (open < end && ptx.rfind(".b8", open) > at && ptx.rfind(".b8", open) < open) bytes += atoi(&ptx[open + 1]);
    at = end;
  }
  return bytes;
}

inline const Kernel* kernelOf(bool doubles, const std::string& name) {
  for (const Kernel& k : doubles ? doubleKernels() : floatKernels())
    if (name == k.name) return &k;
  return nullptr;
}

// Takes PTX only, as text that a zero ends.
inline uint64_t load(Context& context, const char* image, std::string& log) {
  notDuringCapture("cuModuleLoadData");
  if (memcmp(image, "\x50\xed\x55\xba", 4) == 0 || memcmp(image, "\x7f" "ELF", 4) == 0) {
    log = "machine code for a GPU cannot run on the host; PTX can";
    throw NO_BINARY_FOR_GPU;
  }
  std::string ptx = image;
  auto module = std::make_shared<Module>();
  module->context = &context;
  module->version = directive(ptx, ".version", "");
  module->target = directive(ptx, ".target", "sm_");
  if (!module->version || !module->target || ptx.find(".entry") == std::string::npos) {
    log = "no PTX with an .entry";
    throw INVALID_PTX;
  }
  if (module->version > newestPtx(control[DRIVER_VERSION])) {
    log = "PTX version " + std::to_string(module->version) + " is newer than this driver's " +
          std::to_string(newestPtx(control[DRIVER_VERSION]));
    throw UNSUPPORTED_PTX_VERSION;
  }
  if (module->target > control[CAPABILITY]) {
    log = "PTX for sm_" + std::to_string(module->target) + " on a device of sm_" + std::to_string(control[CAPABILITY]);
    throw INVALID_PTX;
  }
  bool doubles = ptx.find("vae4j_float64") != std::string::npos;
  for (size_t at = 0; (at = ptx.find(".entry", at)) != std::string::npos;) {
    size_t from = ptx.find_first_not_of(" \t", at + 6), to = ptx.find_first_of("( \t\r\n", from);
    std::string name = ptx.substr(from, to - from);
    at = std::min(ptx.find(".entry", to), ptx.size());
    // One that the sources do not have is not found later.
    if (const Kernel* kernel = kernelOf(doubles, name))
      module->functions[name] =
          functions.add(std::make_shared<Function>(Function{module, kernel, sharedBytes(ptx.substr(to, at - to))}));
  }
  return modules.add(module);
}

API cuModuleLoadDataEx(uint64_t* m, const char* image, unsigned options, const int* option, void** value) {
  return inContext([&](Context& c) {
    std::string log;
    try {
      *notNull(m) = load(c, notNull(image), log);
    } catch (Result) {
      // CU_JIT_ERROR_LOG_BUFFER and its size, which is in the place of a pointer.
      char* buffer = nullptr;
      size_t size = 0;
      for (unsigned i = 0; i < options; i++) {
        if (option[i] == 5) buffer = static_cast<char*>(value[i]);
        if (option[i] == 6) size = reinterpret_cast<uintptr_t>(value[i]);
      }
      if (buffer && size) snprintf(buffer, size, "%s", log.c_str());
      if (!log.empty()) say(log);
      throw;
    }
  });
}

API cuModuleLoadData(uint64_t* m, const char* image) { return cuModuleLoadDataEx(m, image, 0, nullptr, nullptr); }

API cuModuleUnload(uint64_t m) {
  return inContext([&](Context& c) {
    notDuringCapture("cuModuleUnload");
    drainAll(c);
    auto module = modules.remove(m);
    for (auto& [name, f] : module->functions) functions.remove(f);
  });
}

API cuModuleGetFunction(uint64_t* f, uint64_t m, const char* name) {
  return inContext([&](Context&) {
    auto module = modules.get(m);
    auto i = module->functions.find(notNull(name));
    if (i == module->functions.end()) throw NOT_FOUND;
    *notNull(f) = i->second;
  });
}

API cuFuncGetAttribute(int* value, int attribute, uint64_t f) {
  return inContext([&](Context&) {
    auto function = functions.get(f);
    auto module = function->module.lock();
    switch (attribute) {
      case 0: *notNull(value) = 1024; break;                        // threads of a block
      case 1: *notNull(value) = function->sharedBytes; break;
      case 2: case 3: case 7: *notNull(value) = 0; break;           // constant, local, cache mode
      case 4: *notNull(value) = 32; break;                          // registers
      case 5: *notNull(value) = module->version; break;
      case 6: *notNull(value) = static_cast<int>(control[CAPABILITY]); break;
      case 8: *notNull(value) = 49152 - function->sharedBytes; break;  // dynamic shared memory
      case 9: *notNull(value) = -1; break;                          // carveout
      default: throw INVALID_VALUE;
    }
  });
}

API cuFuncSetAttribute(uint64_t f, int attribute, int value) {
  return inContext([&](Context&) {
    auto function = functions.get(f);
    bool known = attribute == 8 ? value >= 0 && value + function->sharedBytes <= 232448 - 1024
                                : attribute == 9 && value >= -1 && value <= 100;
    if (!known) throw INVALID_VALUE;
  });
}

API cuFuncSetCacheConfig(uint64_t f, int) {
  return inContext([&](Context&) { functions.get(f); });
}
