/**
 * Layers one after another: numbers go in, numbers come out, and gradients go back.
 *
 * <p>A {@link vae4j.layer.LayerSpec} says what a layer is, {@link vae4j.layer.LayerStack} works out
 * the shapes and names the parameters, and {@link vae4j.layer.Chain} runs a stack forward and
 * backward for one batch size on any backend. This package knows no likelihood and no latent code.
 */
@NullMarked
package vae4j.layer;

import org.jspecify.annotations.NullMarked;
