#!/bin/sh
# Builds the driver without a GPU from the kernels and this folder: build.sh KERNELS OUT
# KERNELS has all.cu. Makes OUT/libcuda.so.1, with two libraries that it needs, and OUT/libcudart.so.13.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kernels=$(cd "$1" && pwd)
mkdir -p "$2"
cd "$2"

compile() {
  g++ -std=c++20 -O2 -fPIC -fvisibility=hidden -pthread -Wall -Wextra -Wno-unknown-pragmas -Wno-unused-function \
    -iquote . -iquote "$here" -iquote "$kernels" "$@"
}
link() {
  g++ -shared -pthread -L. '-Wl,-rpath,$ORIGIN' "$@"
}
# Functions that a program may look for and that have no other definition.
stub() {
  sed 's/.*/__attribute__((weak)) int &(void) { return 801; }/' "$1" | gcc -fPIC -x c - "$2" "$3" -o "$4"
}

"$here/registry.sh" "$kernels" "$here" > registry.inc
compile -c "$here/kernels.cpp" -o float.o & first=$!
compile -DVAE_DOUBLE -c "$here/kernels.cpp" -o double.o & second=$!
compile -O1 -c "$here/fake_driver.cpp" -o driver.o
wait $first
wait $second
stub "$here/driver_functions.txt" -c -fPIC rest.o
compile -shared "$here/shim_near.cpp" -Wl,-soname,libshim.so -o libshim.so
link -Wl,-soname,libkernels.so float.o double.o -lshim -o libkernels.so
link -Wl,-soname,libcuda.so.1 driver.o rest.o -lkernels -lshim -o libcuda.so.1
stub "$here/runtime_functions.txt" -shared -Wl,-soname,libcudart.so.13 libcudart.so.13
rm -f ./*.o
