// Devices and their primary contexts.
#pragma once

#include "driver_graph.h"

inline void wantDevice(int device) {
  if (device < 0 || device >= control[DEVICES]) throw INVALID_DEVICE;
}

// What lives in a context goes with it. Counted as leaked, unless nothing could have freed it.
inline void destroy(Context& c) {
  for (auto captured = captures; auto& capture : captured)
    if (capture->origin->context == &c) endCapture(*capture);
  int64_t leaked = control[LEAKED];
  auto mine = [&](auto& object) { return object.context == &c; };
  for (auto& s : c.streams) {
    control[PENDING] -= static_cast<int64_t>(s->queue.size());
    s->queue.clear();
  }
  executables.removeAll(mine);
  graphs.removeAll(mine);
  int64_t before = control[LEAKED];
  functions.removeAll([&](auto& f) {
    auto m = f.module.lock();
    return !m || m->context == &c;
  });
  control[LEAKED] = before;
  modules.removeAll(mine);
  events.removeAll(mine);
  streams.removeAll(mine);
  int64_t onDevice = 0, onHost = 0;
  control[LIVE_DEVICE_BYTES] -= static_cast<int64_t>(deviceMemory[c.device].used);
  std::string wrong = deviceMemory[c.device].freeAll(c.device, onDevice) + hostMemory.freeAll(c.device, onHost);
  control[LIVE_DEVICE] -= onDevice;
  control[LIVE_HOST] -= onHost;
  control[LEAKED] += onDevice + onHost;
  if (!wrong.empty()) fault(c, ILLEGAL_ADDRESS, wrong);
  if (c.fault != SUCCESS) control[LEAKED] = leaked;
  control[LIVE_CONTEXTS] -= c.retained;
  c = Context{};
}

API cuInit(unsigned flags) {
  std::lock_guard guard(driverLock);
  if (flags) return INVALID_VALUE;
  if (control[DEVICES] == 0) return NO_DEVICE;
  control[INITIALISED] = 1;
  return SUCCESS;
}

API cuDriverGetVersion(int* version) {
  if (!version) return INVALID_VALUE;
  *version = static_cast<int>(control[DRIVER_VERSION]);
  return SUCCESS;
}

API cuDeviceGetCount(int* count) {
  return api([&] { *notNull(count) = static_cast<int>(control[DEVICES]); });
}

API cuDeviceGet(int* device, int ordinal) {
  return api([&] {
    wantDevice(ordinal);
    *notNull(device) = ordinal;
  });
}

API cuDeviceGetName(char* name, int bytes, int device) {
  return api([&] {
    wantDevice(device);
    if (bytes <= 0) throw INVALID_VALUE;
    snprintf(notNull(name), static_cast<size_t>(bytes), "host without a GPU, %d", device);
  });
}

API cuDeviceGetUuid_v2(char* uuid, int device) {
  return api([&] {
    wantDevice(device);
    for (int i = 0; i < 16; i++) notNull(uuid)[i] = static_cast<char>(i == 15 ? device + 1 : 0x40 + i);
  });
}

API cuDeviceTotalMem_v2(size_t* bytes, int device) {
  return api([&] {
    wantDevice(device);
    *notNull(bytes) = static_cast<size_t>(control[TOTAL_MEMORY]);
  });
}

API cuDeviceGetPCIBusId(char* id, int bytes, int device) {
  return api([&] {
    wantDevice(device);
    snprintf(notNull(id), static_cast<size_t>(bytes), "0000:%02X:00.0", device + 1);
  });
}

API cuDeviceGetAttribute(int* value, int attribute, int device) {
  return api([&] {
    wantDevice(device);
    // An H100's, by the numbers of CUdevice_attribute.
    static const std::map<int, int> values = {
        {1, 1024}, {2, 1024}, {3, 1024}, {4, 64},                       // a block's threads
        {5, INT_MAX}, {6, 65535}, {7, 65535},                           // a grid's blocks
        {8, 49152}, {9, 65536}, {10, 32}, {11, INT_MAX}, {12, 65536},   // shared, constant, warp, pitch, registers
        {13, 1980000}, {14, 512}, {15, 1}, {17, 0}, {18, 0}, {19, 1},   // clock, alignment, overlap, timeout
        {20, 0}, {31, 1}, {32, 1}, {34, 0}, {35, 0}, {36, 2619000},     // mode, concurrency, ECC, memory clock
        {37, 5120}, {38, 50 << 20}, {39, 2048}, {40, 3}, {41, 1},       // bus, L2, threads, copies, one address space
        {50, 0}, {78, 1}, {79, 1}, {80, 1}, {81, 233472}, {82, 65536},  // domain, priorities, caches
        {83, 1}, {84, 0}, {87, 2}, {88, 0}, {89, 1}, {90, 1}, {95, 1},  // managed memory, cooperative launch
        {97, 232448}, {99, 1}, {106, 32}, {115, 0}};                    // shared at most, blocks, memory pools
    auto i = values.find(attribute);
    if (attribute == 16) *notNull(value) = static_cast<int>(control[MULTIPROCESSORS]);
    else if (attribute == 33) *notNull(value) = device + 1;
    else if (attribute == 75) *notNull(value) = static_cast<int>(control[CAPABILITY] / 10);
    else if (attribute == 76) *notNull(value) = static_cast<int>(control[CAPABILITY] % 10);
    else if (i != values.end()) *notNull(value) = i->second;
    else throw INVALID_VALUE;
  });
}

API cuDevicePrimaryCtxRetain(uint64_t* context, int device) {
  return api([&] {
    wantDevice(device);
    Context& c = contexts[device];
    if (!c.live()) {
      deviceMemory[device].open(device);
      c = Context{};
      c.device = device;
      c.handle = 0x600000000000 + 16 * ++lastContext;
      c.legacy = std::make_shared<Stream>(Stream{&c, true, true, false, {}, nullptr, {}});
      c.streams.insert(c.legacy);
    }
    c.retained++;
    control[LIVE_CONTEXTS]++;
    *notNull(context) = c.handle;
  });
}

API cuDevicePrimaryCtxRelease_v2(int device) {
  return api([&] {
    wantDevice(device);
    Context& c = contexts[device];
    if (!c.live()) throw INVALID_CONTEXT;
    if (c.retained == 1) {
      drainAll(c);
      destroy(c);
    } else {
      c.retained--;
      control[LIVE_CONTEXTS]--;
    }
  });
}

API cuDevicePrimaryCtxReset_v2(int device) {
  return api([&] {
    wantDevice(device);
    if (contexts[device].live()) destroy(contexts[device]);
  });
}

API cuDevicePrimaryCtxGetState(int device, unsigned* flags, int* active) {
  return api([&] {
    wantDevice(device);
    if (flags) *flags = 0;
    if (active) *active = contexts[device].live();
  });
}

API cuCtxSetCurrent(uint64_t context) {
  return api([&] {
    if (context) contextOf(context);
    if (!current.empty()) current.pop_back();
    if (context) current.push_back(context);
  });
}

API cuCtxGetCurrent(uint64_t* context) {
  return api([&] { *notNull(context) = current.empty() ? 0 : current.back(); });
}

API cuCtxPushCurrent_v2(uint64_t context) {
  return api([&] {
    contextOf(context);
    current.push_back(context);
  });
}

API cuCtxPopCurrent_v2(uint64_t* context) {
  return api([&] {
    if (current.empty()) throw INVALID_CONTEXT;
    if (context) *context = current.back();
    current.pop_back();
  });
}

API cuCtxGetDevice(int* device) {
  return inContext([&](Context& c) { *notNull(device) = c.device; });
}

API cuCtxSynchronize() {
  return inContext([&](Context& c) {
    noneCapturing(c, "cuCtxSynchronize");
    notDuringCapture("cuCtxSynchronize");
    control[SYNCHRONISES]++;
    drainAll(c);
    if (c.fault != SUCCESS) throw c.fault;
  });
}

API cuDeviceCanAccessPeer(int* can, int device, int peer) {
  return api([&] {
    wantDevice(device);
    wantDevice(peer);
    *notNull(can) = device != peer && control[PEER_ACCESS];
  });
}

API cuCtxEnablePeerAccess(uint64_t peer, unsigned flags) {
  return inContext([&](Context& c) {
    Context& other = contextOf(peer);
    if (flags) throw INVALID_VALUE;
    if (&other == &c) throw INVALID_CONTEXT;
    if (!control[PEER_ACCESS]) throw PEER_ACCESS_UNSUPPORTED;
    if (!c.peers.insert(other.device).second) throw PEER_ACCESS_ALREADY_ENABLED;
  });
}

API cuCtxDisablePeerAccess(uint64_t peer) {
  return inContext([&](Context& c) {
    if (!c.peers.erase(contextOf(peer).device)) throw PEER_ACCESS_NOT_ENABLED;
  });
}

API cuGetErrorName(int error, const char** text) {
  switch (error) {
#define VAE_RESULT(name, code, ...) case code: *text = code ? "CUDA_ERROR_" #name : "CUDA_SUCCESS"; return SUCCESS;
#include "driver_results.inc"
  }
  *text = nullptr;
  return INVALID_VALUE;
}

API cuGetErrorString(int error, const char** text) {
  switch (error) {
#define VAE_RESULT(name, code, description) case code: *text = description; return SUCCESS;
#include "driver_results.inc"
  }
  *text = nullptr;
  return INVALID_VALUE;
}
