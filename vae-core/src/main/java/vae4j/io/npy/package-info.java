/**
 * NumPy's array files: a header and numbers go in and come out.
 *
 * <p>The format is that of the {@code .npy} files of NumPy (NumPy Enhancement Proposal 1, "A simple
 * file format for NumPy arrays"), in its versions 1.0, 2.0 and 3.0. A {@link
 * vae4j.io.npy.NpyHeader} says what lies in a file, a {@link vae4j.io.npy.NpyType} turns bytes into
 * numbers, a {@link vae4j.io.npy.NpyWriter} writes them. Headers are parsed and never executed, and
 * pickled objects are not read. This package knows no model and no data set.
 */
@NullMarked
package vae4j.io.npy;

import org.jspecify.annotations.NullMarked;
