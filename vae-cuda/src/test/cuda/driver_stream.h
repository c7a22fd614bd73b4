// Streams and events.
#pragma once

#include "driver_copy.h"

API cuStreamCreate(uint64_t* s, unsigned flags) {
  return inContext([&](Context& c) {
    if (flags > 1) throw INVALID_VALUE;
    auto stream = std::make_shared<Stream>(Stream{&c, flags == 0, false, false, {}, nullptr, {}});
    c.streams.insert(stream);
    *notNull(s) = streams.add(stream);
  });
}

API cuStreamCreateWithPriority(uint64_t* s, unsigned flags, int) { return cuStreamCreate(s, flags); }

// What it was given is still done.
API cuStreamDestroy_v2(uint64_t s) {
  return inContext([&](Context& c) {
    auto stream = streams.remove(s);
    if (stream->capture) endCapture(*stream->capture);
    if (stream->queue.empty()) c.streams.erase(stream);
  });
}

API cuStreamSynchronize(uint64_t s) {
  return inContext([&](Context& c) {
    auto stream = streamOf(c, s);
    notCapturing(*stream, "cuStreamSynchronize");
    noBlockingCapture(*stream, "cuStreamSynchronize of the legacy stream");
    notDuringCapture("cuStreamSynchronize");
    control[SYNCHRONISES]++;
    drain(*stream);
    if (stream->context->fault != SUCCESS) throw stream->context->fault;
  });
}

API cuStreamQuery(uint64_t s) {
  return inContext([&](Context& c) {
    auto stream = streamOf(c, s);
    notCapturing(*stream, "cuStreamQuery");
    noBlockingCapture(*stream, "cuStreamQuery of the legacy stream");
    notDuringCapture("cuStreamQuery");
    if (!ready(stream->asked, stream->queue.empty(), [&] { drain(*stream); })) throw NOT_READY;
    if (stream->context->fault != SUCCESS) throw stream->context->fault;
  });
}

API cuStreamGetFlags(uint64_t s, unsigned* flags) {
  return inContext([&](Context& c) { *notNull(flags) = !streamOf(c, s)->blocking; });
}

API cuStreamGetCtx(uint64_t s, uint64_t* context) {
  return inContext([&](Context& c) { *notNull(context) = streamOf(c, s)->context->handle; });
}

API cuEventCreate(uint64_t* e, unsigned flags) {
  return inContext([&](Context& c) {
    if (flags > 3) throw INVALID_VALUE;
    *notNull(e) = events.add(std::make_shared<Event>(Event{&c, !(flags & 2), false, nullptr, nullptr, {}}));
  });
}

API cuEventDestroy_v2(uint64_t e) {
  return inContext([&](Context&) { events.remove(e); });
}

API cuEventRecord(uint64_t e, uint64_t s) {
  return inContext([&](Context& c) {
    auto event = events.get(e);
    auto stream = streamOf(c, s);
    if (event->context != stream->context) throw INVALID_HANDLE;
    if (stream->capture) {
      if (stream->capture->invalid) throw STREAM_CAPTURE_INVALIDATED;
      event->capture = stream->capture;
      event->frontier = stream->frontier;
      event->record = nullptr;
      return;
    }
    noBlockingCapture(*stream, "cuEventRecord on the legacy stream");
    event->capture = nullptr;
    event->asked = false;
    event->record = std::make_shared<Record>();
    enqueue(stream, {nullptr, nullptr, event->record});
  });
}

inline void notCaptured(Event& event) {
  if (!event.capture) return;
  if (!event.capture->ended) event.capture->invalid = true;
  throw CAPTURED_EVENT;
}

inline void finish(const Record& record) {
  if (auto stream = record.stream.lock()) drain(*stream, &record);
}

API cuEventSynchronize(uint64_t e) {
  return inContext([&](Context&) {
    auto event = events.get(e);
    notCaptured(*event);
    notDuringCapture("cuEventSynchronize");
    control[SYNCHRONISES]++;
    if (event->record) finish(*event->record);
    if (event->context->fault != SUCCESS) throw event->context->fault;
  });
}

API cuEventQuery(uint64_t e) {
  return inContext([&](Context&) {
    auto event = events.get(e);
    notCaptured(*event);
    notDuringCapture("cuEventQuery");
    if (!event->record) return;
    if (!ready(event->asked, event->record->done, [&] { finish(*event->record); })) throw NOT_READY;
    if (event->context->fault != SUCCESS) throw event->context->fault;
  });
}

API cuEventElapsedTime_v2(float* milliseconds, uint64_t start, uint64_t end) {
  return inContext([&](Context&) {
    auto a = events.get(start), b = events.get(end);
    notCaptured(*a);
    notCaptured(*b);
    if (!a->timing || !b->timing || !a->record || !b->record) throw INVALID_HANDLE;
    if (!a->record->done || !b->record->done) throw NOT_READY;
    *notNull(milliseconds) = static_cast<float>(1000 * (b->record->seconds - a->record->seconds));
  });
}

API cuEventElapsedTime(float* milliseconds, uint64_t start, uint64_t end) {
  return cuEventElapsedTime_v2(milliseconds, start, end);
}

// An event of a capture draws the stream into it.
inline void joinCapture(const std::shared_ptr<Stream>& stream, Event& event) {
  auto& capture = event.capture;
  if (capture->ended) throw CAPTURED_EVENT;
  if (capture->invalid) throw STREAM_CAPTURE_INVALIDATED;
  if (stream->legacy) refuse(*capture, STREAM_CAPTURE_IMPLICIT, "cuStreamWaitEvent on the legacy stream");
  if (stream->capture && stream->capture != capture) {
    stream->capture->invalid = true;
    refuse(*capture, STREAM_CAPTURE_MERGE, "cuStreamWaitEvent on an event of another capture");
  }
  stream->capture = capture;
  capture->streams.insert(stream);
  stream->frontier.insert(event.frontier.begin(), event.frontier.end());
}

API cuStreamWaitEvent(uint64_t s, uint64_t e, unsigned flags) {
  return inContext([&](Context& c) {
    if (flags) throw INVALID_VALUE;
    auto stream = streamOf(c, s);
    auto event = events.get(e);
    if (event->capture) return joinCapture(stream, *event);
    if (!event->record) return;
    if (stream->capture)
      refuse(*stream->capture, STREAM_CAPTURE_ISOLATION, "cuStreamWaitEvent on an event from outside");
    noBlockingCapture(*stream, "cuStreamWaitEvent on the legacy stream");
    enqueue(stream, {nullptr, event->record, nullptr});
  });
}
