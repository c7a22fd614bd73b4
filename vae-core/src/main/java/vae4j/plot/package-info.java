/**
 * Numbers come in, images go out: grids of images, scatters of latent vectors, decoded planes, loss
 * curves, bars, histograms and sweeps, each a {@link java.awt.image.BufferedImage}, a PNG file or a
 * frame of a GIF.
 *
 * <p>This package and those under it are the only ones that touch {@code java.awt}. No window is
 * ever opened: where {@code java.awt.headless} is not set, it is set to true. Grids work on a Java
 * without fonts, only their captions are left out; whatever has axes throws {@link
 * vae4j.plot.image.MissingFontsException} there. This package knows no model, no training and no
 * report: what it draws is handed in as plain arrays.
 */
@NullMarked
package vae4j.plot;

import org.jspecify.annotations.NullMarked;
