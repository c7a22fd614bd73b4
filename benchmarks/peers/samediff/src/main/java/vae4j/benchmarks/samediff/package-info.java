/** The same network as a SameDiff graph, Deeplearning4j's own. */
@NullMarked
package vae4j.benchmarks.samediff;

import org.jspecify.annotations.NullMarked;
