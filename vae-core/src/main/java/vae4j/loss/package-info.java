/**
 * A latent vector and an image come in, nats go out.
 *
 * <p>Every loss is in nats per image: summed over pixels or latents, and a mean over images where
 * there are several. This package knows no model and no training.
 */
@NullMarked
package vae4j.loss;

import org.jspecify.annotations.NullMarked;
