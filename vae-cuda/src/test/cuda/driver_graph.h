// Captures into graphs, and their replays.
#pragma once

#include "driver_stream.h"

struct Graph {
  Context* context;
  std::vector<Node> nodes;
};

inline Handles<Graph, 5, LIVE_GRAPHS> graphs;
inline Handles<Graph, 6, LIVE_EXECUTABLES> executables;

// Nodes in an order that their dependencies allow: the captured one, or the one farthest from it.
inline void replay(const Graph& graph) {
  size_t n = graph.nodes.size();
  if (!control[REVERSED]) {
    for (auto& node : graph.nodes)
      if (graph.context->fault == SUCCESS) node.run();
    return;
  }
  std::vector<bool> done(n);
  for (size_t left = n; left > 0 && graph.context->fault == SUCCESS; left--) {
    for (size_t i = n; i-- > 0;) {
      auto& after = graph.nodes[i].after;
      if (done[i] || !std::all_of(after.begin(), after.end(), [&](size_t j) { return done[j]; })) continue;
      graph.nodes[i].run();
      done[i] = true;
      break;
    }
  }
}

API cuThreadExchangeStreamCaptureMode(int* mode) {
  return api([&] {
    if (*notNull(mode) < GLOBAL || *mode > RELAXED) throw INVALID_VALUE;
    std::swap(threadMode, *mode);
  });
}

API cuStreamBeginCapture_v2(uint64_t s, int mode) {
  return inContext([&](Context& c) {
    auto stream = streamOf(c, s);
    if (mode < GLOBAL || mode > RELAXED) throw INVALID_VALUE;
    if (stream->legacy) throw STREAM_CAPTURE_UNSUPPORTED;
    if (stream->capture) throw ILLEGAL_STATE;
    auto capture = std::make_shared<Capture>();
    capture->origin = stream;
    capture->mode = mode;
    capture->number = ++lastCapture;
    capture->streams.insert(stream);
    stream->capture = capture;
    stream->frontier.clear();
    captures.insert(capture);
  });
}

// Whether all that was captured comes before the end of the stream that it began in.
inline bool joined(const Capture& capture) {
  std::set<size_t> before = capture.origin->frontier;
  for (size_t i = capture.nodes.size(); i-- > 0;)
    if (before.count(i)) before.insert(capture.nodes[i].after.begin(), capture.nodes[i].after.end());
  return before.size() == capture.nodes.size();
}

API cuStreamEndCapture(uint64_t s, uint64_t* g) {
  return inContext([&](Context& c) {
    *notNull(g) = 0;
    auto stream = streamOf(c, s);
    auto capture = stream->capture;
    if (!capture) throw ILLEGAL_STATE;
    if (capture->mode != RELAXED && capture->thread != std::this_thread::get_id()) throw STREAM_CAPTURE_WRONG_THREAD;
    if (capture->origin != stream) refuse(*capture, STREAM_CAPTURE_UNMATCHED, "cuStreamEndCapture of another stream");
    bool complete = joined(*capture);
    endCapture(*capture);
    if (capture->invalid || control[CAPTURE_FAILS]) throw STREAM_CAPTURE_INVALIDATED;
    if (!complete) throw STREAM_CAPTURE_UNJOINED;
    *g = graphs.add(std::make_shared<Graph>(Graph{stream->context, std::move(capture->nodes)}));
  });
}

inline int captureStatus(const Stream& stream) { return !stream.capture ? 0 : stream.capture->invalid ? 2 : 1; }

API cuStreamIsCapturing(uint64_t s, int* status) {
  return inContext([&](Context& c) {
    auto stream = streamOf(c, s);
    noBlockingCapture(*stream, "cuStreamIsCapturing of the legacy stream");
    *notNull(status) = captureStatus(*stream);
  });
}

API cuStreamGetCaptureInfo_v3(uint64_t s, int* status, uint64_t* number, uint64_t* graph, void** dependencies,
                              void** edges, size_t* count) {
  return inContext([&](Context& c) {
    auto stream = streamOf(c, s);
    noBlockingCapture(*stream, "cuStreamGetCaptureInfo of the legacy stream");
    *notNull(status) = captureStatus(*stream);
    if (number && *status == 1) *number = stream->capture->number;
    // The graph that grows is not to be had here.
    if (graph) *graph = 0;
    if (dependencies) *dependencies = nullptr;
    if (edges) *edges = nullptr;
    if (count) *count = 0;
  });
}

API cuStreamGetCaptureInfo_v2(uint64_t s, int* status, uint64_t* number, uint64_t* graph, void** dependencies,
                              size_t* count) {
  return cuStreamGetCaptureInfo_v3(s, status, number, graph, dependencies, nullptr, count);
}

API cuGraphInstantiateWithFlags(uint64_t* e, uint64_t g, uint64_t flags) {
  return inContext([&](Context&) {
    if (flags > 15) throw INVALID_VALUE;
    *notNull(e) = executables.add(std::make_shared<Graph>(*graphs.get(g)));
  });
}

API cuGraphUpload(uint64_t e, uint64_t s) {
  return inContext([&](Context& c) {
    executables.get(e);
    streamOf(c, s);
  });
}

API cuGraphLaunch(uint64_t e, uint64_t s) {
  return inContext([&](Context& c) {
    auto graph = executables.get(e);
    auto stream = streamOf(c, s);
    submit(stream, GRAPH_NODE, [graph] { replay(*graph); }, "cuGraphLaunch on the legacy stream");
    control[GRAPH_LAUNCHES]++;
  });
}

API cuGraphGetNodes(uint64_t g, uint64_t* nodes, size_t* count) {
  return inContext([&](Context&) {
    auto graph = graphs.get(g);
    size_t n = graph->nodes.size();
    for (size_t i = 0; nodes && i < *notNull(count); i++) nodes[i] = i < n ? graph->nodes[i].handle : 0;
    *notNull(count) = nodes ? std::min(*count, n) : n;
  });
}

API cuGraphExecUpdate_v2(uint64_t e, uint64_t g, void* info) {
  return inContext([&](Context&) {
    auto graph = executables.get(e), update = graphs.get(g);
    bool same = graph->nodes.size() == update->nodes.size();
    for (size_t i = 0; same && i < graph->nodes.size(); i++)
      same = graph->nodes[i].type == update->nodes[i].type && graph->nodes[i].after == update->nodes[i].after;
    // CU_GRAPH_EXEC_UPDATE_SUCCESS or _ERROR_TOPOLOGY_CHANGED, and no nodes.
    struct {
      int result;
      uint64_t node, from;
    } outcome{same ? 0 : 2, 0, 0};
    if (info) memcpy(info, &outcome, sizeof outcome);
    if (!same) throw GRAPH_EXEC_UPDATE_FAILURE;
    graph->nodes = update->nodes;
  });
}

API cuGraphDestroy(uint64_t g) {
  return inContext([&](Context&) { graphs.remove(g); });
}

API cuGraphExecDestroy(uint64_t e) {
  return inContext([&](Context&) { executables.remove(e); });
}
