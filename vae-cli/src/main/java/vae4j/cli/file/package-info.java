/** Files and arrays of images and latent vectors. */
@NullMarked
package vae4j.cli.file;

import org.jspecify.annotations.NullMarked;
