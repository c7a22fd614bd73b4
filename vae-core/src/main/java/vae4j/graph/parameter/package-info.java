/**
 * The parameters of a graph: their {@linkplain vae4j.graph.parameter.Role roles} and initial
 * values, their places in flat vectors, and the weights that plans share.
 */
@NullMarked
package vae4j.graph.parameter;

import org.jspecify.annotations.NullMarked;
