// A CUDA driver without a GPU, built as libcuda.so.1: its devices are the host, its kernels those of
// src/main/cuda compiled for the host, its rules the real driver's where breaking them is easy. What
// else a program may look for is in driver_functions.txt and answers CUDA_ERROR_NOT_SUPPORTED.
//
//   driver_state     controls, contexts, handles       driver_memory    where memory lies and ends
//   driver_queue     streams' work, at once or late    driver_capture   what is recorded, and may not be called
//   driver_module    images and their kernels          driver_launch    launches
//   driver_copy      allocations, copies, fills        driver_stream    streams and events
//   driver_graph     captures and replays              driver_device    devices and errors
//   driver_traps     faults in kernels
//
// It is stricter than the real one in a few places: a copy wants memory of its stream's device or a
// peer, pinned memory that is freed while a copy of it is queued fails, and while a thread captures it
// may wait for no stream. It does not know misaligned addresses, warps, dynamic shared memory, nor
// pointers that kernels find in memory; nor work that goes on while the host looks on: late work waits
// for a call.
#include "driver_device.h"

namespace {
// Set before anything is called. At the process's end, calls of threads that still run wait for ever
// in place of finding what they use gone.
struct Life {
  Life() { defaultControls(); }
  ~Life() { driverLock.lock(); }
} life;

// Everything as when the library was loaded, but for cuInit.
void reset() {
  for (Context& c : contexts)
    if (c.live()) destroy(c);
  registered.clear();
  message.clear();
  defaultControls();
}
}  // namespace

#define JNI(type, name) extern "C" __attribute__((visibility("default"))) type Java_vae4j_cuda_fake_FakeDriver_##name

JNI(int64_t, get)(void*, void*, int key) {
  std::lock_guard guard(driverLock);
  return key >= 0 && key < CONTROLS ? control[key] : -1;
}

JNI(void, set)(void*, void*, int key, int64_t value) {
  std::lock_guard guard(driverLock);
  if (key == DEVICES && value > maxDevices) value = maxDevices;
  if (key >= 0 && key < CONTROLS) control[key] = value;
}

JNI(void, reset0)(void*, void*) {
  std::lock_guard guard(driverLock);
  reset();
}

// What is wrong with memory, or an empty string.
JNI(void*, text)(void* env, void*, int which) {
  std::lock_guard guard(driverLock);
  std::string text;
  if (which == 0) text = message;
  if (which == 1) {
    text = hostMemory.checkAll();
    for (Arena& a : deviceMemory) text += a.checkAll();
  }
  if (which == 2) {
#define VAE_CONTROL(name, value) text += #name " ";
#include "driver_controls.inc"
  }
  // NewStringUTF, by its place in the table of the Java Native Interface.
  auto newString = reinterpret_cast<void* (*)(void*, const char*)>((*static_cast<void***>(env))[167]);
  return newString(env, text.c_str());
}
