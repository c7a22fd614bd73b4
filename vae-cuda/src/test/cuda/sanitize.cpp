// Runs each kernel of all.cu on the host under the sanitizer that it is compiled with:
//
//   sanitize           every case; fails if a kernel has none, leaves an output unwritten, or gives
//                      other numbers when its blocks and threads are taken last to first
//   sanitize removed   under ThreadSanitizer and -DVAE_REMOVE_SYNC: takes each barrier of the sources
//                      away in turn; fails if no case notices
#define VAE_HOST
#include <sys/wait.h>
#include <unistd.h>

#include <iterator>
#include <map>
#include <vector>

#include "sanitize.h"

namespace {
#include "all.cu"
#include "sanitize_cases.h"

const Case* caseOf(const std::string& kernel) {
  for (const Case& c : cases)
    if ((std::string(" ") + c.kernels + " ").find(" " + kernel + " ") != std::string::npos) return &c;
  return nullptr;
}

const char* kernels[] = {
#define VAE_KERNEL(name) #name,
#include "registry.inc"
};

bool passes(const Case& c) {
  Run forward(false), backward(true);
  c.run(forward);
  c.run(backward);
  if (!forward.complete(c.kernels) || !backward.complete(c.kernels)) return false;
  if (!forward.same(backward)) fprintf(stderr, "%s: the order of blocks and threads matters\n", c.kernels);
  return forward.same(backward);
}

#ifdef VAE_REMOVE_SYNC
bool endsWell(const Case& c, const shim::Place& without) {
  pid_t child = fork();
  if (child == 0) {
    // From the start, as the sanitizer does not follow threads into a fork.
    std::string number = std::to_string(&c - cases), line = std::to_string(without.second);
    execl("/proc/self/exe", "sanitize", number.c_str(), without.first.c_str(), line.c_str(), nullptr);
    _exit(1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Whether a case of those that come to a barrier notices its absence.
bool isMissed(const shim::Place& barrier, const std::vector<const Case*>& of) {
  for (const Case* c : of)
    if (!endsWell(*c, barrier)) return true;
  fprintf(stderr, "%s:%d: no case needs this barrier\n", barrier.first.c_str(), barrier.second);
  return false;
}

int removed() {
  std::map<shim::Place, std::vector<const Case*>> barriers;
  for (const Case& c : cases) {
    shim::met.clear();
    Run run(false);
    c.run(run);
    for (auto& barrier : shim::met) barriers[barrier].push_back(&c);
  }
  int failed = 0;
  for (auto& [barrier, of] : barriers) failed += !isMissed(barrier, of);
  printf("%zu barriers, %d that are not missed\n", barriers.size(), failed);
  return failed > 0;
}
#endif
}  // namespace

int main([[maybe_unused]] int count, [[maybe_unused]] char** arguments) {
#ifdef VAE_REMOVE_SYNC
  if (count == 2) return removed();
  if (count == 4) {
    shim::removed = {arguments[2], atoi(arguments[3])};
    Run run(false);
    cases[atoi(arguments[1])].run(run);
    return 0;
  }
#endif
  int failed = 0;
  for (const char* kernel : kernels) {
    if (caseOf(kernel)) continue;
    fprintf(stderr, "%s has no case in sanitize_cases.h\n", kernel);
    failed++;
  }
  for (const Case& c : cases) failed += !passes(c);
  printf("%zu kernels, %d failures\n", std::size(kernels), failed);
  return failed > 0;
}
