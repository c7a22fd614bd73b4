/**
 * Latent vectors and labels come in, and how well the labels can be read from the latent vectors
 * goes out: by a linear classifier, and by the nearest neighbours.
 *
 * <p>Where latent vectors come from is told by {@link vae4j.eval.probe.LatentMeans}; apart from its
 * adapter nothing here knows a model. All sums are in double precision, and no result depends on
 * the number of threads.
 */
@NullMarked
package vae4j.eval.probe;

import org.jspecify.annotations.NullMarked;
