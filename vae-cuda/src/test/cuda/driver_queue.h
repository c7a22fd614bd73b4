// Streams' work, and when it is done: at once, or as late as CUDA allows.
#pragma once

#include <chrono>

#include "driver_memory.h"

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Does what is queued, until the recording is done if one is given.
inline void drain(Stream& stream, const Record* until = nullptr) {
  while (!stream.queue.empty() && !(until && until->done)) {
    Op op = std::move(stream.queue.front());
    stream.queue.pop_front();
    control[PENDING]--;
    if (op.wait && !op.wait->done)
      if (auto other = op.wait->stream.lock()) drain(*other, op.wait.get());
    if (op.run && stream.context->fault == SUCCESS) op.run();
    if (op.record) {
      op.record->done = true;
      op.record->seconds = now();
    }
  }
  stream.asked = false;
}

inline void drainAll(Context& context) {
  auto all = context.streams;
  for (auto& s : all) drain(*s);
}

inline void push(const std::shared_ptr<Stream>& stream, Op op) {
  if (op.record) op.record->stream = stream;
  stream->queue.push_back(std::move(op));
  control[PENDING]++;
  stream->asked = false;
}

// Makes `later` wait for what `earlier` has been given so far.
inline void order(const std::shared_ptr<Stream>& earlier, const std::shared_ptr<Stream>& later) {
  if (earlier->queue.empty()) return;
  auto record = std::make_shared<Record>();
  push(earlier, {nullptr, nullptr, record});
  push(later, {nullptr, record, nullptr});
}

inline void enqueue(const std::shared_ptr<Stream>& stream, Op op) {
  Context& context = *stream->context;
  if (stream->legacy) {
    auto all = context.streams;
    for (auto& s : all)
      if (s->blocking && s != stream) order(s, stream);
  } else if (stream->blocking) {
    order(context.legacy, stream);
  }
  push(stream, std::move(op));
  if (!control[LATE]) drain(*stream);
}

// The first question after new work is answered with no; by the next the work is done.
inline bool ready(bool& asked, bool done, const std::function<void()>& finish) {
  if (done) return true;
  if (asked) {
    asked = false;
    finish();
    return true;
  }
  asked = true;
  return false;
}
