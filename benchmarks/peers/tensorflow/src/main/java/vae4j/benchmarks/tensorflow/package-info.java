/** The same network as a TensorFlow graph. */
@NullMarked
package vae4j.benchmarks.tensorflow;

import org.jspecify.annotations.NullMarked;
