/**
 * An image file comes in, its pixels in the wanted shape go out.
 *
 * <p>This package knows no folder and no data set.
 */
@NullMarked
package vae4j.datasets.image;

import org.jspecify.annotations.NullMarked;
