// Allocations, copies and fills.
#pragma once

#include "driver_launch.h"

API cuMemAlloc_v2(uint64_t* address, size_t bytes) {
  return inContext([&](Context& c) {
    notDuringCapture("cuMemAlloc");
    notNull(address);
    if (bytes == 0) throw INVALID_VALUE;
    if (control[FAIL_ALLOCATION] && --control[FAIL_ALLOCATION] == 0) throw OUT_OF_MEMORY;
    Arena& arena = deviceMemory[c.device];
    size_t total = static_cast<size_t>(control[TOTAL_MEMORY]);
    if (bytes > total - std::min(arena.used, total)) throw OUT_OF_MEMORY;
    *address = arena.allocate(bytes, c.device);
    control[ALLOCATIONS]++;
    control[LIVE_DEVICE]++;
    control[LIVE_DEVICE_BYTES] += static_cast<int64_t>(bytes);
  });
}

// The allocation that starts at an address, for it to be freed.
inline Allocation& startingAt(Arena& arena, uint64_t address) {
  auto i = arena.all.find(address);
  if (i != arena.all.end() && i->second.live) return i->second;
  say(hex(address) + (i == arena.all.end() ? " is not the start of an allocation" : " was freed before"));
  throw INVALID_VALUE;
}

// As the real driver, waits for the device, which need not be the current one.
API cuMemFree_v2(uint64_t address) {
  return inContext([&](Context& c) {
    notDuringCapture("cuMemFree");
    Arena* arena = arenaOf(address);
    if (!arena || arena == &hostMemory) throw INVALID_VALUE;
    Allocation& a = startingAt(*arena, address);
    Context& of = contexts[a.context];
    drainAll(of);
    if (of.fault != SUCCESS) throw of.fault;
    control[LIVE_DEVICE]--;
    control[LIVE_DEVICE_BYTES] -= static_cast<int64_t>(a.bytes);
    std::string wrong = arena->free(a);
    if (!wrong.empty()) fault(c, ILLEGAL_ADDRESS, wrong);
  });
}

API cuMemGetInfo_v2(size_t* free, size_t* total) {
  return inContext([&](Context& c) {
    *notNull(total) = static_cast<size_t>(control[TOTAL_MEMORY]);
    *notNull(free) = *total - std::min(*total, deviceMemory[c.device].used);
  });
}

API cuMemHostAlloc(void** p, size_t bytes, unsigned flags) {
  return inContext([&](Context& c) {
    notDuringCapture("cuMemHostAlloc");
    notNull(p);
    if (bytes == 0 || flags > 7) throw INVALID_VALUE;
    if (control[FAIL_HOST_ALLOCATION] && --control[FAIL_HOST_ALLOCATION] == 0) throw OUT_OF_MEMORY;
    hostMemory.open(host);
    *p = reinterpret_cast<void*>(hostMemory.allocate(bytes, c.device));
    control[LIVE_HOST]++;
  });
}

API cuMemAllocHost_v2(void** p, size_t bytes) { return cuMemHostAlloc(p, bytes, 0); }

// Copies that are queued and use it will find it gone.
API cuMemFreeHost(void* p) {
  return inContext([&](Context& c) {
    notDuringCapture("cuMemFreeHost");
    std::string wrong = hostMemory.free(startingAt(hostMemory, reinterpret_cast<uint64_t>(p)));
    control[LIVE_HOST]--;
    if (!wrong.empty()) fault(c, ILLEGAL_ADDRESS, wrong);
  });
}

API cuMemHostGetDevicePointer_v2(uint64_t* address, void* p, unsigned flags) {
  return inContext([&](Context&) {
    if (flags || !isPinned(p, 1)) throw INVALID_VALUE;
    *notNull(address) = reinterpret_cast<uint64_t>(p);
  });
}

API cuMemHostRegister_v2(void* p, size_t bytes, unsigned) {
  return inContext([&](Context&) {
    if (!p || !bytes) throw INVALID_VALUE;
    if (!registered.emplace(reinterpret_cast<uint64_t>(p), bytes).second) throw HOST_MEMORY_ALREADY_REGISTERED;
  });
}

API cuMemHostUnregister(void* p) {
  return inContext([&](Context& c) {
    drainAll(c);
    if (!registered.erase(reinterpret_cast<uint64_t>(p))) throw HOST_MEMORY_NOT_REGISTERED;
  });
}

// Whether what a queued copy uses is still there; else the device fails.
inline bool still(Context& c, uint64_t address, size_t bytes) {
  std::string wrong = wrongRange(c, address, bytes);
  if (!wrong.empty()) fault(c, ILLEGAL_ADDRESS, "a copy or fill: " + wrong);
  return wrong.empty();
}

inline bool stillPinned(Context& c, uint64_t address, size_t bytes) {
  return Call::isRegistered(address) || still(c, address, bytes);
}

inline void move(uint64_t to, uint64_t from, size_t bytes) {
  memmove(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes);
}

inline void afterSync(Context& c, const std::shared_ptr<Stream>& stream) {
  drain(*stream);
  if (c.fault != SUCCESS) throw c.fault;
}

struct Copy {
  static constexpr const char* legacy = "a copy on the legacy stream";

  std::shared_ptr<Stream> stream;
  size_t bytes;
  bool async;

  Copy(Context& c, uint64_t s, size_t bytes, bool async)
      : stream(streamOf(c, s)), bytes(bytes), async(async) {
    if (!async) {
      notDuringCapture("a copy that waits");
      noBlockingCapture(*stream, "a copy that waits");
    }
    control[COPIES]++;
  }

  void toDevice(uint64_t to, const void* from) {
    Context& c = *stream->context;
    wantRange(c, to, bytes);
    control[BYTES_TO_DEVICE] += static_cast<int64_t>(bytes);
    size_t n = bytes;
    if (isPinned(notNull(from), bytes)) {
      uint64_t source = reinterpret_cast<uint64_t>(from);
      submit(stream, COPY_NODE, [&c, to, source, n] {
        if (still(c, to, n) && stillPinned(c, source, n)) move(to, source, n);
      }, legacy);
    } else {
      notCapturing(*stream, "a copy from memory that is not pinned");
      auto bytesOf = static_cast<const char*>(from);
      auto staged = std::make_shared<std::vector<char>>(bytesOf, bytesOf + n);
      submit(stream, COPY_NODE, [&c, to, staged, n] {
        if (still(c, to, n)) move(to, reinterpret_cast<uint64_t>(staged->data()), n);
      }, legacy);
    }
    if (!async) afterSync(c, stream);
  }

  void toHost(void* to, uint64_t from) {
    Context& c = *stream->context;
    wantRange(c, from, bytes);
    control[BYTES_TO_HOST] += static_cast<int64_t>(bytes);
    bool pinned = isPinned(notNull(to), bytes);
    if (!pinned) notCapturing(*stream, "a copy to memory that is not pinned");
    size_t n = bytes;
    uint64_t target = reinterpret_cast<uint64_t>(to);
    submit(stream, COPY_NODE, [&c, target, from, n, pinned] {
      if (still(c, from, n) && (!pinned || stillPinned(c, target, n))) move(target, from, n);
    }, legacy);
    // To memory that is not pinned it is done before the call returns.
    if (!async || !pinned) afterSync(c, stream);
  }

  void onDevice(uint64_t to, uint64_t from) {
    Context& c = *stream->context;
    wantRange(c, to, bytes);
    wantRange(c, from, bytes);
    size_t n = bytes;
    submit(stream, COPY_NODE, [&c, to, from, n] {
      if (still(c, to, n) && still(c, from, n)) move(to, from, n);
    }, legacy);
  }

  void betweenDevices(uint64_t to, Context& toContext, uint64_t from, Context& fromContext) {
    wantRange(toContext, to, bytes);
    wantRange(fromContext, from, bytes);
    size_t n = bytes;
    Context *a = &toContext, *b = &fromContext;
    submit(stream, COPY_NODE, [a, b, to, from, n] {
      if (still(*a, to, n) && still(*b, from, n)) move(to, from, n);
    }, legacy);
  }
};

API cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes) {
  return inContext([&](Context& c) { if (bytes) Copy(c, 0, bytes, false).toDevice(to, from); });
}

API cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, uint64_t s) {
  return inContext([&](Context& c) { if (bytes) Copy(c, s, bytes, true).toDevice(to, from); });
}

API cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes) {
  return inContext([&](Context& c) { if (bytes) Copy(c, 0, bytes, false).toHost(to, from); });
}

API cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, uint64_t s) {
  return inContext([&](Context& c) { if (bytes) Copy(c, s, bytes, true).toHost(to, from); });
}

// Within a device the host does not wait, though it is called without a stream.
API cuMemcpyDtoD_v2(uint64_t to, uint64_t from, size_t bytes) {
  return inContext([&](Context& c) { if (bytes) Copy(c, 0, bytes, false).onDevice(to, from); });
}

API cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, uint64_t s) {
  return inContext([&](Context& c) { if (bytes) Copy(c, s, bytes, true).onDevice(to, from); });
}

API cuMemcpyPeerAsync(uint64_t to, uint64_t toContext, uint64_t from, uint64_t fromContext, size_t bytes, uint64_t s) {
  return inContext([&](Context& c) {
    if (bytes) Copy(c, s, bytes, true).betweenDevices(to, contextOf(toContext), from, contextOf(fromContext));
  });
}

API cuMemcpyPeer(uint64_t to, uint64_t toContext, uint64_t from, uint64_t fromContext, size_t bytes) {
  return inContext([&](Context& c) {
    if (bytes) Copy(c, 0, bytes, false).betweenDevices(to, contextOf(toContext), from, contextOf(fromContext));
  });
}

inline void set(Context& c, uint64_t to, uint32_t value, size_t width, size_t count, uint64_t s) {
  if (!count) return;
  auto stream = streamOf(c, s);
  Context& of = *stream->context;
  if (to % width) throw INVALID_VALUE;
  wantRange(of, to, count * width);
  submit(stream, SET_NODE, [&of, to, value, width, count] {
    if (still(of, to, count * width)) fill(to, count * width, width == 1 ? (value & 0xff) * 0x01010101u : value);
  }, "a fill on the legacy stream");
}

API cuMemsetD8_v2(uint64_t to, unsigned char value, size_t count) {
  return inContext([&](Context& c) { set(c, to, value, 1, count, 0); });
}

API cuMemsetD8Async(uint64_t to, unsigned char value, size_t count, uint64_t s) {
  return inContext([&](Context& c) { set(c, to, value, 1, count, s); });
}

API cuMemsetD32_v2(uint64_t to, unsigned value, size_t count) {
  return inContext([&](Context& c) { set(c, to, value, 4, count, 0); });
}

API cuMemsetD32Async(uint64_t to, unsigned value, size_t count, uint64_t s) {
  return inContext([&](Context& c) { set(c, to, value, 4, count, s); });
}
