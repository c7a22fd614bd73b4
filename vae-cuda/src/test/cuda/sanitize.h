// What a case of sanitize.cpp is made of: memory of exactly the right length, and launches.
#pragma once

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <tuple>

#include "kernels.h"

template <auto kernel>
struct Arguments;

template <class... A, void (*kernel)(A...)>
struct Arguments<kernel> {
  using Tuple = std::tuple<std::remove_cv_t<A>...>;
};

// One run of a case. Its blocks and threads are taken first to last or last to first, which must make
// no difference.
class Run {
 public:
  explicit Run(bool reversed) : reversed(reversed) {}

  // Numbers in [-scale, scale] that are the same in each run; whole ones for an integral type.
  template <class T>
  T* in(size_t count, double scale = 1) {
    T* values = allocate<T>(count);
    for (size_t i = 0; i < count; i++) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      double unit = static_cast<double>(seed >> 11) / static_cast<double>(uint64_t{1} << 53);
      values[i] = static_cast<T>(std::is_integral_v<T> ? unit * scale : (2 * unit - 1) * scale);
    }
    return values;
  }

  template <class T>
  T* all(size_t count, T value) {
    T* values = allocate<T>(count);
    for (size_t i = 0; i < count; i++) values[i] = value;
    return values;
  }

  // Numbers that a launch must write, each of them.
  template <class T>
  T* out(size_t count) {
    T* values = allocate<T>(count);
    for (size_t i = 0; i < count * sizeof(T); i++) reinterpret_cast<unsigned char*>(values)[i] = unwritten(i);
    memory.back().out = true;
    return values;
  }

  // Addresses, which are not the same in each run.
  template <class T>
  T* addresses(std::initializer_list<T> of) {
    T* values = allocate<T>(of.size());
    std::copy(of.begin(), of.end(), values);
    memory.back().compared = false;
    return values;
  }

  template <auto kernel, class... A>
  void launch(dim3 grid, A... arguments) {
    using Tuple = typename Arguments<kernel>::Tuple;
    constexpr bool right = std::is_constructible_v<Tuple, A...>;
    static_assert(right, "the arguments are not the kernel's parameters");
    if constexpr (right) {
      Tuple values{arguments...};
      std::apply(
          [&](auto&... value) {
            void* pointers[] = {&value..., nullptr};
            std::string wrong = shim::launch(grid, {256}, Signature<kernel>::body, pointers, reversed);
            if (!wrong.empty()) fprintf(stderr, "%s\n", wrong.c_str());
            failed |= !wrong.empty();
          },
          values);
    }
  }

  // Whether all outputs were written.
  bool complete(const char* name) const {
    if (failed) return false;
    for (size_t m = 0; m < memory.size(); m++) {
      const Memory& at = memory[m];
      for (size_t i = 0; at.out && i < at.bytes; i += at.each) {
        bool same = true;
        for (size_t j = i; j < i + at.each; j++) same &= at.data.get()[j] == unwritten(j);
        if (!same) continue;
        fprintf(stderr, "%s does not write number %zu of its memory %zu\n", name, i / at.each, m);
        return false;
      }
    }
    return true;
  }

  // Whether another run left the same in memory.
  bool same(const Run& other) const {
    bool same = memory.size() == other.memory.size();
    for (size_t m = 0; same && m < memory.size(); m++)
      same = !memory[m].compared || memcmp(memory[m].data.get(), other.memory[m].data.get(), memory[m].bytes) == 0;
    return same;
  }

 private:
  struct Memory {
    std::shared_ptr<unsigned char[]> data;
    size_t bytes, each;
    bool out = false, compared = true;
  };

  template <class T>
  T* allocate(size_t count) {
    size_t bytes = count * sizeof(T);
    memory.push_back({std::shared_ptr<unsigned char[]>(new unsigned char[bytes]), bytes, sizeof(T)});
    return reinterpret_cast<T*>(memory.back().data.get());
  }

  // Byte i of what is not a number, neither as float nor as double, nor as 16 bits of them.
  static unsigned char unwritten(size_t i) { return i % 2 ? 0x7f : 0xfe; }

  bool reversed, failed = false;
  uint64_t seed = 1;
  std::vector<Memory> memory;
};

struct Case {
  const char* kernels;  // their names, with spaces between
  void (*run)(Run&);
};
