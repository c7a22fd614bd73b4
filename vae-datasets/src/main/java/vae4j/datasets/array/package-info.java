/**
 * A NumPy file comes in, its numbers go out, row by row.
 *
 * <p>{@link vae4j.datasets.array.NpyArray} is one array, mapped from its file or held in memory;
 * {@link vae4j.datasets.array.NpzFile} a zip of several. {@link vae4j.datasets.array.ArraySets}
 * finds images, labels and factors among the arrays.
 */
@NullMarked
package vae4j.datasets.array;

import org.jspecify.annotations.NullMarked;
