/**
 * A file comes in, its uncompressed bytes and their SHA-256 go out.
 *
 * <p>This package knows no data set and no file format but gzip.
 */
@NullMarked
package vae4j.datasets.content;

import org.jspecify.annotations.NullMarked;
