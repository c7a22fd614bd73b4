/** Images in memory, grids and animations of them, and their files. */
@NullMarked
package vae4j.plot.image;

import org.jspecify.annotations.NullMarked;
