// Barriers that are left out, by their place in the source, under -DVAE_REMOVE_SYNC: to see that the
// absence of each is noticed.
#pragma once

#ifdef VAE_REMOVE_SYNC
#include <mutex>
#include <set>
#endif

namespace shim {

#ifdef VAE_REMOVE_SYNC
using Place = std::pair<std::string, int>;  // file and line

inline Place removed;
inline std::set<Place> met;  // so far
inline std::mutex metLock;

VAE_UNSEEN inline bool isRemoved(const char* file, int line) {
  if (line == removed.second && removed.first == file) return true;
  std::lock_guard guard(metLock);
  met.insert({file, line});
  return false;
}
#else
inline bool isRemoved(const char*, int) { return false; }
#endif

}  // namespace shim
