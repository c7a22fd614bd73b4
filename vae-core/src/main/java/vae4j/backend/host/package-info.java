/**
 * Kernels in plain Java on host memory, shared by the CPU backends: what is too small or too odd
 * for a native library to gain anything.
 */
@NullMarked
package vae4j.backend.host;

import org.jspecify.annotations.NullMarked;
