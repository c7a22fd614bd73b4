/**
 * A published file's addresses and checksum come in, a checked file in the cache goes out.
 *
 * <p>Safe for several threads and processes at once. This package knows no data set and no file
 * format but gzip.
 */
@NullMarked
package vae4j.datasets.download;

import org.jspecify.annotations.NullMarked;
