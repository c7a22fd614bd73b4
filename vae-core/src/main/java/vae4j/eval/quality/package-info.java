/** Distances between images and their reconstructions. */
@NullMarked
package vae4j.eval.quality;

import org.jspecify.annotations.NullMarked;
