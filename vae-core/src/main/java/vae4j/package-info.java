/**
 * The model itself: {@link vae4j.VaeConfig} says what it looks like, {@link vae4j.Vae} encodes,
 * decodes, samples, gives loss and gradient, and is saved and loaded.
 *
 * <p>Start reading at {@link vae4j.VaeConfig}; {@link vae4j.VaeNetwork} is the model top to bottom,
 * and {@link vae4j.VaePlan} what happens to one batch. This package knows no training loop.
 */
@NullMarked
package vae4j;

import org.jspecify.annotations.NullMarked;
