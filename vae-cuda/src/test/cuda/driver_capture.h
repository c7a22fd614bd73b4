// Captures: what is recorded in place of being done, and what may not be called meanwhile.
#pragma once

#include "driver_queue.h"

struct Node {
  int type;  // CUgraphNodeType
  std::function<void()> run;
  std::set<size_t> after;  // indices of the nodes that it depends on
  uint64_t handle;
};

enum NodeType { KERNEL_NODE = 0, COPY_NODE = 1, SET_NODE = 2, GRAPH_NODE = 4 };
enum CaptureMode { GLOBAL = 0, THREAD_LOCAL = 1, RELAXED = 2 };

struct Capture {
  std::shared_ptr<Stream> origin;
  int mode;
  std::thread::id thread = std::this_thread::get_id();
  uint64_t number;
  bool invalid = false, ended = false;
  std::vector<Node> nodes;
  std::set<std::shared_ptr<Stream>> streams;
};

inline std::set<std::shared_ptr<Capture>> captures;  // those that go on
inline uint64_t lastCapture, lastNode;
inline thread_local int threadMode = GLOBAL;

// Ends what the call broke: cuStreamEndCapture will say so.
[[noreturn]] inline void refuse(Capture& capture, Result code, const char* what) {
  capture.invalid = true;
  say(std::string(what) + " during a capture, error " + std::to_string(code));
  throw code;
}

// For calls that CUDA counts as unsafe while something is captured.
inline void notDuringCapture(const char* what) {
  if (threadMode == RELAXED) return;
  for (auto& c : captures) {
    bool mine = c->thread == std::this_thread::get_id();
    if (mine ? c->mode != RELAXED : c->mode == GLOBAL && threadMode == GLOBAL)
      refuse(*c, STREAM_CAPTURE_UNSUPPORTED, what);
  }
}

// For calls that wait for the stream.
inline void notCapturing(const Stream& stream, const char* what) {
  if (stream.capture) refuse(*stream.capture, STREAM_CAPTURE_UNSUPPORTED, what);
}

// For calls that use the legacy stream, which every blocking stream depends on.
inline void noBlockingCapture(const Stream& stream, const char* what) {
  if (!stream.legacy) return;
  for (auto& c : captures)
    for (auto& s : c->streams)
      if (s->context == stream.context && s->blocking) refuse(*c, STREAM_CAPTURE_IMPLICIT, what);
}

inline void noneCapturing(const Context& context, const char* what) {
  for (auto& c : captures)
    for (auto& s : c->streams)
      if (s->context == &context) refuse(*c, STREAM_CAPTURE_UNSUPPORTED, what);
}

inline std::shared_ptr<Stream> streamOf(Context& context, uint64_t handle) {
  return handle <= 1 ? context.legacy : streams.get(handle);
}

// Does the work in the stream's turn, or records it.
inline void submit(const std::shared_ptr<Stream>& stream, int type, std::function<void()> run, const char* what) {
  if (auto c = stream->capture) {
    if (c->invalid) throw STREAM_CAPTURE_INVALIDATED;
    c->nodes.push_back({type, std::move(run), stream->frontier, 0x700000000000 + 16 * ++lastNode});
    stream->frontier = {c->nodes.size() - 1};
    return;
  }
  noBlockingCapture(*stream, what);
  if (stream->context->fault != SUCCESS) throw stream->context->fault;
  enqueue(stream, {std::move(run), nullptr, nullptr});
}

inline void endCapture(Capture& capture) {
  capture.ended = true;
  for (auto& s : capture.streams) {
    s->capture = nullptr;
    s->frontier.clear();
  }
  capture.streams.clear();
  for (auto i = captures.begin(); i != captures.end();) i = i->get() == &capture ? captures.erase(i) : std::next(i);
}
