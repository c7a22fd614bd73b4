/**
 * The ops of a network: shapes and parameters come in, kernels of a backend go out.
 *
 * <p>Each is a record of its settings. Sampling and losses are in {@link vae4j.graph the packages
 * above}; this one knows no model.
 */
@NullMarked
package vae4j.graph.op;

import org.jspecify.annotations.NullMarked;
