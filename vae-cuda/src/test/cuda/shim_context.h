// A stack to run on, and the way from one to another.
#pragma once

#include <sys/mman.h>

#if !defined(__x86_64__) || defined(VAE_UCONTEXT)
#include <ucontext.h>
#endif

// ThreadSanitizer takes each context for a thread, and one to come before another only where it is
// told so: what precedes a release precedes what follows an acquire of the same place. It does not
// look into the functions of the shim.
#ifdef __SANITIZE_THREAD__
extern "C" {
void* __tsan_get_current_fiber();
void* __tsan_create_fiber(unsigned flags);
void __tsan_switch_to_fiber(void* fiber, unsigned flags);
void __tsan_acquire(void* place);
void __tsan_release(void* place);
}
#define VAE_UNSEEN __attribute__((no_sanitize("thread")))
#else
#define VAE_UNSEEN
#endif

namespace shim {

#ifdef __SANITIZE_THREAD__
constexpr bool watched = true;
VAE_UNSEEN inline void release(char& place) { __tsan_release(&place); }
VAE_UNSEEN inline void acquire(char& place) { __tsan_acquire(&place); }
#else
constexpr bool watched = false;
inline void release(char&) {}
inline void acquire(char&) {}
#endif

constexpr size_t stackBytes = 64 << 10;
constexpr size_t pageBytes = 4096;

// The top of a stack, with a page below it that faults. Tops lie at unlike offsets: at like ones all
// would share a few sets of the processor's cache.
inline size_t topOffset(unsigned index) { return stackBytes + 2 * pageBytes - index * 448 % pageBytes; }

inline char* newStack(unsigned index) {
  void* base = mmap(nullptr, stackBytes + 2 * pageBytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED) return nullptr;
  mprotect(base, pageBytes, PROT_NONE);
  return static_cast<char*>(base) + topOffset(index);
}

inline void freeStack(char* top, unsigned index) {
  if (top) munmap(top - topOffset(index), stackBytes + 2 * pageBytes);
}

#if defined(__x86_64__) && !defined(VAE_UCONTEXT)

// What a function must preserve is on the stack of one that is left; this points there.
struct Context {
  void* sp;
  void* name;  // ThreadSanitizer's
};

__attribute__((naked, noinline, noipa)) VAE_UNSEEN inline void exchange(Context*, Context*) {
  asm("pushq %rbp\n pushq %rbx\n pushq %r12\n pushq %r13\n pushq %r14\n pushq %r15\n"
      "movq %rsp, (%rdi)\n"
      "movq (%rsi), %rsp\n"
      "popq %r15\n popq %r14\n popq %r13\n popq %r12\n popq %rbx\n popq %rbp\n"
      "ret");
}

// What the context will need first.
inline void prefetch(const Context& context) {
  const char* sp = static_cast<const char*>(context.sp);
  __builtin_prefetch(sp, 1);
  __builtin_prefetch(sp + 64, 1);
  __builtin_prefetch(sp + 128, 1);
}

inline void enterFirst(Context& context, char* top, void (*entry)()) {
  void** sp = reinterpret_cast<void**>(reinterpret_cast<uintptr_t>(top) & ~uintptr_t{15});
  *--sp = nullptr;  // entry's return address, which leaves the alignment that a call does
  *--sp = reinterpret_cast<void*>(entry);
  for (int i = 0; i < 6; i++) *--sp = nullptr;
  context.sp = sp;
}

#else

struct Context {
  ucontext_t of;
  void* name;
};

inline void exchange(Context* from, Context* to) { swapcontext(&from->of, &to->of); }

inline void prefetch(const Context&) {}

inline void enterFirst(Context& context, char* top, void (*entry)()) {
  getcontext(&context.of);
  context.of.uc_stack.ss_sp = top - stackBytes;
  context.of.uc_stack.ss_size = stackBytes;
  context.of.uc_link = nullptr;
  makecontext(&context.of, entry, 0);
}

#endif

VAE_UNSEEN inline void switchContext(Context& from, Context& to) {
#ifdef __SANITIZE_THREAD__
  __tsan_switch_to_fiber(to.name, 1);
#endif
  exchange(&from, &to);
}

// The next switch to the context enters the function, which must not return.
VAE_UNSEEN inline void prepareContext(Context& context, char* top, void (*entry)()) {
#ifdef __SANITIZE_THREAD__
  if (!context.name) context.name = __tsan_create_fiber(1);
#endif
  enterFirst(context, top, entry);
}

// For the context that nobody prepared: the thread's own.
VAE_UNSEEN inline void ownContext([[maybe_unused]] Context& context) {
#ifdef __SANITIZE_THREAD__
  context.name = __tsan_get_current_fiber();
#endif
}

}  // namespace shim
