/**
 * Measurements on a GPU: a network and a batch size come in, times, losses, kernels and memory of
 * its training go out as JSON; and what another library needs to train the same goes out as files.
 * It knows no other library.
 */
@NullMarked
package vae4j.benchmarks.gpu;

import org.jspecify.annotations.NullMarked;
