/**
 * An IDX file comes in, its values go out, as {@link vae4j.datasets.idx.IdxFile} or record by
 * record through DataVec's {@link vae4j.datasets.idx.IdxRecordReader}.
 *
 * <p>IDX is the format in which MNIST is published (LeCun, Cortes, Burges, "The MNIST database of
 * handwritten digits", section "File formats"). This package knows no data set.
 */
@NullMarked
package vae4j.datasets.idx;

import org.jspecify.annotations.NullMarked;
