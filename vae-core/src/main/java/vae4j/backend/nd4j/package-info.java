/**
 * The portable backend: ND4J's convolution, matrix product and element-wise operations, and a
 * little Java where a formula is clearer than a chain of operations.
 *
 * <p>It runs wherever ND4J does, in float32 and, to check gradients, in float64. It is the
 * reference that other backends are compared with.
 */
@NullMarked
package vae4j.backend.nd4j;

import org.jspecify.annotations.NullMarked;
