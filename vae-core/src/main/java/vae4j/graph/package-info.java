/**
 * A description of a network comes in, a plan that runs it forward and backward goes out.
 *
 * <p>{@link vae4j.graph.GraphBuilder} puts {@link vae4j.graph.Op}s together to a {@link
 * vae4j.graph.Graph}; a {@link vae4j.graph.Plan} is a part of it made ready for one batch size on
 * one backend, and the one place that knows the order of kernels. {@link vae4j.graph.HostOp} is the
 * way to write an op on a few numbers in Java.
 */
@NullMarked
package vae4j.graph;

import org.jspecify.annotations.NullMarked;
