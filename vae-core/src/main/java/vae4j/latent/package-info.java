/**
 * The encoder's output comes in, a latent vector z goes out.
 *
 * <p>{@link vae4j.latent.DiagonalGaussian} is the posterior of an image, {@link
 * vae4j.latent.LatentPath} a path from one latent vector to another. This package knows no losses
 * and no model.
 */
@NullMarked
package vae4j.latent;

import org.jspecify.annotations.NullMarked;
