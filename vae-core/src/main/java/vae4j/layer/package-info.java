/**
 * Descriptions of layers come in, ops of a graph go out.
 *
 * <p>{@link vae4j.layer.Dense}, {@link vae4j.layer.Conv2D} and {@link vae4j.layer.Conv2DTranspose}
 * have settings of their own; {@link vae4j.layer.Layers} has the others, and layers made of layers.
 */
@NullMarked
package vae4j.layer;

import org.jspecify.annotations.NullMarked;
