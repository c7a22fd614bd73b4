/**
 * A folder comes in; its images in a fixed order, their common shape and their labels go out.
 *
 * <p>This package knows no data set, and decodes no pixels.
 */
@NullMarked
package vae4j.datasets.folder;

import org.jspecify.annotations.NullMarked;
