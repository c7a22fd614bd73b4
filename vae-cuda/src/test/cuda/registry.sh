#!/bin/sh
# The kernels that sources declare, as VAE_KERNEL(name) each: registry.sh FOLDER...
for folder in "$@"; do
  cat "$folder"/*.cu
done | sed -nE 's/^KERNEL[[:space:]]+void[[:space:]]+([A-Za-z_0-9]+).*/VAE_KERNEL(\1)/p' | sort -u
