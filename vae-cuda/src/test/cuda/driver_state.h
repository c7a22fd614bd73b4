// What the driver without a GPU knows: devices, contexts, what lives in them, and the tests' controls.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

// The CUresult of a call, by its name in cuda.h without CUDA_ERROR_.
enum Result : int {
#define VAE_RESULT(name, code, text) name = code,
#include "driver_results.inc"
};

// What tests set and read; FakeDriver.Control has the same names in the same order.
enum Control : int {
#define VAE_CONTROL(name, value) name,
#include "driver_controls.inc"
  CONTROLS
};

inline int64_t control[CONTROLS];

// The environment may say otherwise: VAE4J_FAKE_LATE=1 makes all tests that do not set LATE late.
inline int64_t defaultOf(const char* name, int64_t value) {
  const char* other = getenv((std::string("VAE4J_FAKE_") + name).c_str());
  return other ? atoll(other) : value;
}

inline void defaultControls() {
#define VAE_CONTROL(name, value) control[name] = defaultOf(#name, value);
#include "driver_controls.inc"
}

struct Context;
struct Stream;
struct Capture;

// One recording of an event: done when its stream has come to it.
struct Record {
  bool done = false;
  std::weak_ptr<Stream> stream;
  double seconds = 0;
};

// One thing that a stream does: waits for a recording, runs, records.
struct Op {
  std::function<void()> run;
  std::shared_ptr<Record> wait, record;
};

struct Stream {
  Context* context;
  bool blocking;  // waits for the legacy stream, and that for it
  bool legacy = false;
  bool asked = false;  // a query has said that it is not ready
  std::deque<Op> queue;
  std::shared_ptr<Capture> capture;
  std::set<size_t> frontier;  // in a capture, the nodes that its next one depends on
};

struct Event {
  Context* context;
  bool timing;
  bool asked = false;
  std::shared_ptr<Record> record;
  std::shared_ptr<Capture> capture;  // where it was recorded last, if in a capture
  std::set<size_t> frontier;
};

struct Context {
  int device;
  uint64_t handle;
  int retained = 0;
  Result fault = SUCCESS;  // what every later call returns
  std::shared_ptr<Stream> legacy;
  std::set<std::shared_ptr<Stream>> streams;  // destroyed ones too, until they are through
  std::set<int> peers;

  bool live() const { return retained > 0; }
};

// Objects by a handle that is given once only, so that a stale one is never taken for another.
template <class T, int kind, Control count>
class Handles {
 public:
  uint64_t add(std::shared_ptr<T> object) {
    uint64_t handle = 0x600000000000 + (static_cast<uint64_t>(kind) << 36) + 16 * ++last;
    objects[handle] = std::move(object);
    control[count]++;
    return handle;
  }

  std::shared_ptr<T> find(uint64_t handle) const {
    auto i = objects.find(handle);
    return i == objects.end() ? nullptr : i->second;
  }

  std::shared_ptr<T> get(uint64_t handle) const {
    auto object = find(handle);
    if (!object) throw INVALID_HANDLE;
    return object;
  }

  std::shared_ptr<T> remove(uint64_t handle) {
    auto object = get(handle);
    objects.erase(handle);
    control[count]--;
    return object;
  }

  // Those that go when their context does: leaks of the caller.
  template <class Which>
  void removeAll(Which which) {
    for (auto i = objects.begin(); i != objects.end();) {
      if (which(*i->second)) {
        i = objects.erase(i);
        control[count]--;
        control[LEAKED]++;
      } else {
        ++i;
      }
    }
  }

 private:
  std::unordered_map<uint64_t, std::shared_ptr<T>> objects;
  uint64_t last = 0;
};

constexpr int maxDevices = 4;

inline std::recursive_mutex driverLock;
inline Context contexts[maxDevices];
inline uint64_t lastContext;
inline Handles<Stream, 1, LIVE_STREAMS> streams;
inline Handles<Event, 2, LIVE_EVENTS> events;

inline std::string message;  // about the last fault

// The contexts that are current, innermost last. A destroyed one stays so.
inline thread_local std::vector<uint64_t> current;

inline void say(const std::string& text) {
  message = text;
  if (!control[QUIET]) fprintf(stderr, "driver without a GPU: %s\n", text.c_str());
}

// A failure on the device: the context is lost, as with the real driver.
inline void fault(Context& context, Result code, const std::string& text) {
  control[FAULTS]++;
  if (context.fault == SUCCESS) context.fault = code;
  say("error " + std::to_string(code) + ", " + text);
}

inline Context& contextOf(uint64_t handle) {
  for (Context& c : contexts)
    if (c.live() && c.handle == handle) return c;
  throw handle ? CONTEXT_IS_DESTROYED : INVALID_CONTEXT;
}

// Calls under the lock, and turns what is thrown into the result. `api` is for calls that want
// cuInit before them, `inContext` for those that want a current context too.
template <class Call>
Result api(Call call) {
  std::lock_guard guard(driverLock);
  try {
    if (!control[INITIALISED]) return NOT_INITIALIZED;
    call();
    return SUCCESS;
  } catch (Result code) {
    return code;
  }
}

template <class Call>
Result inContext(Call call) {
  return api([&] {
    Context& context = contextOf(current.empty() ? 0 : current.back());
    if (context.fault != SUCCESS) throw context.fault;
    call(context);
  });
}

template <class T>
T* notNull(T* pointer) {
  if (!pointer) throw INVALID_VALUE;
  return pointer;
}

#define API extern "C" __attribute__((visibility("default"))) Result
