#!/bin/sh
# Runs the kernels on the host under a sanitizer: sanitize.sh KERNELS OUT memory|races|threads
#
#   memory    addresses and arithmetic, in float and in double
#   races     between the threads of a block, which are fibers that the sanitizer is told of; then the
#             same without each barrier of the sources in turn, which it must notice
#   threads   races again, each thread one of the system; takes minutes
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kernels=$(cd "$1" && pwd)
mkdir -p "$2"
cd "$2"
"$here/registry.sh" "$kernels" > registry.inc

build() {
  to=$1
  shift
  g++ -std=c++20 -g1 -O1 -pthread -Wall -Wextra -Wno-unknown-pragmas -Wno-unused-function \
    -iquote . -iquote "$here" -iquote "$kernels" "$@" "$here/sanitize.cpp" "$here/shim_near.cpp" -o "$to"
}

# ThreadSanitizer needs addresses that are less random than some systems make them.
race() {
  if ./"$@" 2> errors; then return; fi
  if grep -q 'unexpected memory mapping' errors; then
    setarch -R ./"$@"
  else
    cat errors >&2
    return 1
  fi
}

case $3 in
  memory)
    checks="-fsanitize=address,undefined -fno-sanitize-recover=all"
    build float $checks & first=$!
    build double $checks -DVAE_DOUBLE
    wait $first
    export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1
    ./float
    ./double
    ;;
  races)
    build races -fsanitize=thread -DVAE_REMOVE_SYNC
    race races
    TSAN_OPTIONS="halt_on_error=1 symbolize=0 log_path=/dev/null" race races removed
    ;;
  threads)
    build threads -fsanitize=thread -DVAE_THREADS
    race threads
    ;;
esac
