// The patches of images that a convolution's window lies on, as a matrix: a row for each place of the window, a
// column for each tap, that is each row, column and channel of the window.
#pragma once
#include "tiles.cuh"

// A convolution from input to output, NHWC, with weights [kernelHeight, kernelWidth, inChannels, outChannels]. A dense
// layer has heights, widths, kernel and stride 1.
struct Map {
  int batch, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels;
  int kernelHeight, kernelWidth, strideHeight, strideWidth, top, left;
};

// A number as digits: (high · middles + middle) · lows + low. Steps are digits too, so that nothing is divided on the
// way.
struct Digits {
  int high, middle, low;
};

static __device__ inline Digits digits(long long number, int middles, int lows) {
  middles = middles > 0 ? middles : 1;
  lows = lows > 0 ? lows : 1;
  long long upper = quotient(number, lows), high = quotient(upper, middles);
  return {(int) high, (int) (upper - high * middles), (int) (number - upper * lows)};
}

// Digits that go on in steps.
struct Counter {
  Digits now, step;
  int middles, lows;

  __device__ inline Counter(long long start, int middles, int lows)
      : now(digits(start, middles, lows)), step(digits(STEP, middles, lows)), middles(middles), lows(lows) {}

  __device__ inline void next() {
    now.low += step.low;
    now.middle += step.middle;
    now.high += step.high;
    if (now.low >= lows) {
      now.low -= lows;
      now.middle++;
    }
    if (now.middle >= middles) {
      now.middle -= middles;
      now.high++;
    }
  }
};

// Where a window lies on images: row (n, i, j) with tap (p, q, c) is the number
// [n, i·stepY + originY ± p, j·stepX + originX ± q, c].
struct Window {
  int height, width, channels;
  int rowsHigh, rowsWide, stepY, stepX, originY, originX;
  int tapsWide, direction;
};

static __device__ inline Window forwardWindow(const Map& map) {
  return {map.inHeight, map.inWidth, map.inChannels, map.outHeight, map.outWidth, map.strideHeight, map.strideWidth,
      -map.top, -map.left, map.kernelWidth, 1};
}

// A share of a row's or a tap's; those of both are added.
struct Spot {
  int y, x;
  long long offset;
};

static __device__ inline Spot rowSpot(const Window& window, const Digits& row) {
  int y = row.middle * window.stepY + window.originY, x = row.low * window.stepX + window.originX;
  long long line = (long long) row.high * window.height + y;
  return {y, x, (line * window.width + x) * window.channels};
}

static __device__ inline Spot tapSpot(const Window& window, const Digits& tap) {
  int y = tap.high * window.direction, x = tap.middle * window.direction;
  return {y, x, ((long long) y * window.width + x) * window.channels + tap.low};
}

// Of a row or tap that there is none of: outside every image.
static __device__ inline Spot noSpot() { return {-(1 << 30), 0, 0}; }

struct Patches {
  Lane at;
  Window window;
  const void* source;
  int kind;
  Counter counter;
  Spot lanes[4], step;

  __device__ inline Patches(Lane at, const Window& window, const void* source, int kind, const Counter& counter)
      : at(at), window(window), source(source), kind(kind), counter(counter) {}

  __device__ inline Packed number(int i) const {
    int y = lanes[i].y + step.y, x = lanes[i].x + step.x;
    bool inside = y >= 0 && y < window.height && x >= 0 && x < window.width;
    return inside ? packed(source, lanes[i].offset + step.offset, kind) : Packed{0};
  }
};

// The lanes are rows, the steps are taps.
struct RowPatches : Patches {
  __device__ inline RowPatches(const Window& window, const void* source, int kind, long long row, long long rows)
      : Patches(stepsAdjoin(), window, source, kind, Counter(threadIdx.x % 16, window.tapsWide, window.channels)) {
    for (int i = 0; i < 4; i++) {
      long long number = row + at.lane + 16 * i;
      lanes[i] = number < rows ? rowSpot(window, digits(number, window.rowsHigh, window.rowsWide)) : noSpot();
    }
    step = tapSpot(window, counter.now);
  }

  __device__ inline void next() {
    counter.next();
    step = tapSpot(window, counter.now);
  }
};

// The lanes are taps, the steps are rows.
struct TapPatches : Patches {
  __device__ inline TapPatches(
      const Window& window, const void* source, int kind, long long row, long long tap, long long taps)
      : Patches(lanesAdjoin(), window, source, kind,
            Counter(row + threadIdx.x / 16, window.rowsHigh, window.rowsWide)) {
    for (int i = 0; i < 4; i++) {
      long long number = tap + at.lane + 16 * i;
      lanes[i] = number < taps ? tapSpot(window, digits(number, window.tapsWide, window.channels)) : noSpot();
    }
    step = rowSpot(window, counter.now);
  }

  __device__ inline void next() {
    counter.next();
    step = rowSpot(window, counter.now);
  }
};

// In one dimension tap p reaches pixel i from output (i + before − p) / stride, if that is whole: a pixel is reached by
// the taps of one remainder. A phase is what belongs to a remainder: the pixels first, first + stride, … and the taps
// tap, tap + stride, … The first tap reaches the first pixel from output `origin`, each next pixel from one output
// further, and each next tap from one output less. There may be no taps, and no pixels.
struct Phase {
  int first, pixels, tap, taps, origin;
};

static __device__ inline Phase phase(int remainder, int size, int kernel, int stride, int before) {
  int first = ((remainder - before) % stride + stride) % stride;
  int pixels = first < size ? (size - first - 1) / stride + 1 : 0;
  int taps = remainder < kernel ? (kernel - remainder - 1) / stride + 1 : 0;
  return {first, pixels, remainder, taps, (first + before) / stride};
}

// On the output's images: further taps come from earlier outputs.
static __device__ inline Window adjointWindow(const Map& map, const Phase& down, const Phase& across) {
  return {map.outHeight, map.outWidth, map.outChannels, down.pixels, across.pixels, 1, 1, down.origin, across.origin,
      across.taps, -1};
}

// w[tap][in][out] with a phase's (tap, out) as steps: the lanes are input channels.
struct TurnedWeights {
  enum { kind = KIND_REAL };
  Lane at;
  const real* w;
  Counter counter;
  int channels, channel, outChannels, kernelWidth, strideHeight, strideWidth, tapY, tapX;

  __device__ inline TurnedWeights(const Map& map, const Phase& down, const Phase& across, const real* w, int channel)
      : at(stepsAdjoin()), w(w), counter(at.step, across.taps, map.outChannels), channels(map.inChannels),
        channel(channel + at.lane), outChannels(map.outChannels), kernelWidth(map.kernelWidth),
        strideHeight(map.strideHeight), strideWidth(map.strideWidth), tapY(down.tap), tapX(across.tap) {}

  __device__ inline Packed number(int i) const {
    int c = channel + 16 * i;
    int y = tapY + counter.now.high * strideHeight, x = tapX + counter.now.middle * strideWidth;
    long long tap = (long long) y * kernelWidth + x;
    return c < channels ? Packed{w[(tap * channels + c) * outChannels + counter.now.low]} : Packed{0};
  }

  __device__ inline void next() { counter.next(); }
};
