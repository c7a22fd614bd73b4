/**
 * The codes of pictures with known factors come in, and how far each latent stands for one factor
 * goes out, by the six measures of the literature.
 *
 * <p>{@link vae4j.eval.disentanglement.Disentanglement} draws pictures, has them encoded once, and
 * passes codes and factors ({@link vae4j.eval.disentanglement.FactorCodes}) to each {@link
 * vae4j.eval.disentanglement.DisentanglementMetric}. Nothing here knows a model.
 */
@NullMarked
package vae4j.eval.disentanglement;

import org.jspecify.annotations.NullMarked;
