/**
 * The latent vectors of images with known factors come in, scores go out of whether each latent
 * dimension represents one factor, by the six metrics of the literature.
 *
 * <p>{@link vae4j.eval.disentanglement.Disentanglement} draws images, has them encoded once, and
 * passes latent vectors and factors ({@link vae4j.eval.disentanglement.FactorLatents}) to each
 * {@link vae4j.eval.disentanglement.DisentanglementMetric}.
 */
@NullMarked
package vae4j.eval.disentanglement;

import org.jspecify.annotations.NullMarked;
