/** Measurements: two ways to do the same thing, side by side in one run. */
@NullMarked
package vae4j.benchmarks;

import org.jspecify.annotations.NullMarked;
