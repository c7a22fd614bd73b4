// Memory of the devices, and pinned memory of the host.
//
// Each device has a range of addresses of its own. An allocation lies between guards; what it holds
// at first is not a number, neither as float nor as double. Freed memory is filled so again, and
// stays for a while, so that stale reads give that and stale writes are found.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstring>

#include "driver_state.h"

constexpr int host = -1;
constexpr size_t arenaBytes = size_t{256} << 30;
constexpr size_t guardBytes = 1024;
constexpr size_t frontBytes = 1280;  // guard before, and no better alignment than 256 bytes
constexpr uint32_t fresh = 0x7fffdead, guard = 0x7fffbeef;

struct Allocation {
  uint64_t address;
  size_t bytes;
  int device;   // or host
  int context;  // the device whose context it goes with
  bool live = true;

  uint64_t end() const { return address + bytes; }
  uint64_t region() const { return address - frontBytes; }
  size_t regionBytes() const { return (frontBytes + bytes + guardBytes + 4095) / 4096 * 4096; }
};

inline void fill(uint64_t address, size_t bytes, uint32_t pattern) {
  char* p = reinterpret_cast<char*>(address);
  size_t done = std::min(bytes, sizeof pattern);
  memcpy(p, &pattern, done);
  for (; done < bytes; done *= 2) memcpy(p + done, p, std::min(done, bytes - done));
}

inline bool filled(uint64_t address, size_t bytes, uint32_t pattern) {
  const char* p = reinterpret_cast<const char*>(address);
  size_t first = std::min(bytes, sizeof pattern);
  return memcmp(p, &pattern, first) == 0 && memcmp(p, p + first, bytes - first) == 0;
}

class Arena {
 public:
  void open(int of) {
    if (base) return;
    device = of;
    void* p = mmap(nullptr, arenaBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) throw OUT_OF_MEMORY;
    base = next = reinterpret_cast<uint64_t>(p);
  }

  bool has(uint64_t address) const { return base && address - base < arenaBytes; }

  uint64_t allocate(size_t bytes, int context) {
    Allocation a{next + frontBytes, bytes, device, context};
    if (bytes > arenaBytes || a.region() + a.regionBytes() > base + arenaBytes) throw OUT_OF_MEMORY;
    if (mprotect(reinterpret_cast<void*>(a.region()), a.regionBytes(), PROT_READ | PROT_WRITE)) throw OUT_OF_MEMORY;
    next += a.regionBytes();
    fill(a.address - guardBytes, guardBytes, guard);
    fill(a.address, bytes, fresh);
    fill(a.end(), guardBytes, guard);
    all[a.address] = a;
    used += bytes;
    return a.address;
  }

  // The allocation that an address lies in, or ends, live or freed a while ago.
  Allocation* find(uint64_t address) {
    auto i = all.upper_bound(address);
    if (i == all.begin()) return nullptr;
    Allocation& a = (--i)->second;
    return address <= a.end() ? &a : nullptr;
  }

  // Returns what is wrong with the guards around, or nothing.
  std::string free(Allocation& a) {
    std::string wrong = check(a);
    a.live = false;
    used -= a.bytes;
    fill(a.address, a.bytes, fresh);
    freed.push_back(a.address);
    freedBytes += a.regionBytes();
    while (freedBytes > (size_t{256} << 20)) {
      Allocation& old = all[freed.front()];
      if (!filled(old.address, old.bytes, fresh)) wrong += name(old) + " was written after it was freed; ";
      freedBytes -= old.regionBytes();
      void* region = reinterpret_cast<void*>(old.region());
      madvise(region, old.regionBytes(), MADV_DONTNEED);
      mprotect(region, old.regionBytes(), PROT_NONE);
      all.erase(old.address);
      freed.pop_front();
    }
    return wrong;
  }

  std::string check(const Allocation& a) const {
    if (!a.live) return filled(a.address, a.bytes, fresh) ? "" : name(a) + " was written after it was freed; ";
    std::string wrong;
    if (!filled(a.address - guardBytes, guardBytes, guard)) wrong += name(a) + " was written before its start; ";
    if (!filled(a.end(), guardBytes, guard)) wrong += name(a) + " was written past its end; ";
    return wrong;
  }

  std::string checkAll() const {
    std::string wrong;
    for (auto& [address, a] : all) wrong += check(a);
    return wrong;
  }

  // Frees what goes with a context, and counts it.
  std::string freeAll(int context, int64_t& count) {
    std::string wrong;
    std::vector<uint64_t> mine;
    for (auto& [address, a] : all)
      if (a.live && a.context == context) mine.push_back(address);
    for (uint64_t address : mine) wrong += free(all[address]);
    count += static_cast<int64_t>(mine.size());
    return wrong;
  }

  static std::string name(const Allocation& a) {
    char text[100];
    snprintf(text, sizeof text, "%s memory of %zu bytes at 0x%lx", a.device == host ? "pinned" : "device", a.bytes,
             static_cast<unsigned long>(a.address));
    return text;
  }

  size_t used = 0;
  std::map<uint64_t, Allocation> all;

 private:
  uint64_t base = 0, next = 0;
  int device = host;
  std::deque<uint64_t> freed;
  size_t freedBytes = 0;
};

inline Arena deviceMemory[maxDevices], hostMemory;
inline std::map<uint64_t, size_t> registered;  // host memory pinned after the fact

inline Arena* arenaOf(uint64_t address) {
  for (Arena& a : deviceMemory)
    if (a.has(address)) return &a;
  return hostMemory.has(address) ? &hostMemory : nullptr;
}

inline std::string hex(uint64_t address) {
  char text[20];
  snprintf(text, sizeof text, "0x%lx", static_cast<unsigned long>(address));
  return text;
}

inline std::string pastEnd(uint64_t address, size_t bytes, const Allocation& a) {
  return hex(address) + " + " + std::to_string(bytes) + " is past the end of " + Arena::name(a);
}

inline bool reaches(const Context& context, int device) {
  return device == host || device == context.device || context.peers.count(device);
}

// What is wrong with a range that the context's device is to use, or nothing.
inline std::string wrongRange(const Context& context, uint64_t address, size_t bytes) {
  Arena* arena = arenaOf(address);
  Allocation* a = arena ? arena->find(address) : nullptr;
  if (!a) return hex(address) + " is no memory of a device";
  if (!a->live) return Arena::name(*a) + " is freed";
  if (bytes > a->end() - address) return pastEnd(address, bytes, *a);
  if (reaches(context, a->device)) return "";
  return Arena::name(*a) + " is of device " + std::to_string(a->device) + ", not of " + std::to_string(context.device);
}

inline void wantRange(const Context& context, uint64_t address, size_t bytes) {
  std::string wrong = wrongRange(context, address, bytes);
  if (wrong.empty()) return;
  say(wrong);
  throw INVALID_VALUE;
}

// Whether host memory is pinned: then copies read and write it when they run, not when called.
inline bool isPinned(const void* p, size_t bytes) {
  uint64_t address = reinterpret_cast<uint64_t>(p);
  auto i = registered.upper_bound(address);
  if (i != registered.begin() && (--i, address + bytes <= i->first + i->second)) return true;
  if (!hostMemory.has(address)) return false;
  Allocation* a = hostMemory.find(address);
  if (a && a->live && address + bytes <= a->end()) return true;
  say(!a        ? hex(address) + " is no pinned memory"
      : a->live ? pastEnd(address, bytes, *a)
                : Arena::name(*a) + " is freed");
  throw INVALID_VALUE;
}
