/**
 * Numbers come in, pictures go out: grids of pictures, scatters of codes, decoded planes and loss
 * curves, each a {@link java.awt.image.BufferedImage} or a PNG file.
 *
 * <p>This is the only package that touches {@code java.awt}. No window is ever opened: where {@code
 * java.awt.headless} is not set, it is set to true. Grids work on a Java without fonts, only their
 * captions are left out; whatever has axes throws {@link vae4j.plot.MissingFontsException} there.
 * This package knows no model and no training: what it draws is handed in as plain arrays.
 */
@NullMarked
package vae4j.plot;

import org.jspecify.annotations.NullMarked;
