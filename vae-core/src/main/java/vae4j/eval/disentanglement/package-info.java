/**
 * The latent vectors of images with known factors come in, and how far each latent stands for one
 * factor goes out, by the six measures of the literature.
 *
 * <p>{@link vae4j.eval.disentanglement.Disentanglement} draws images, has them encoded once, and
 * passes latent vectors and factors ({@link vae4j.eval.disentanglement.FactorLatents}) to each
 * {@link vae4j.eval.disentanglement.DisentanglementMetric}. Nothing here knows a model.
 */
@NullMarked
package vae4j.eval.disentanglement;

import org.jspecify.annotations.NullMarked;
