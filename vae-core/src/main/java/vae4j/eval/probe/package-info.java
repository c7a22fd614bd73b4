/**
 * Latent vectors and labels come in, the accuracy of classifiers goes out: of a linear classifier,
 * and of the nearest neighbours.
 *
 * <p>{@link vae4j.eval.probe.LatentMeans} encodes images; apart from it nothing here knows a model.
 * All sums are in double precision, and no result depends on the number of threads.
 */
@NullMarked
package vae4j.eval.probe;

import org.jspecify.annotations.NullMarked;
