/**
 * Passes of affine layers computed by NVIDIA's libraries: a {@link vae4j.cuda.library.Problem}
 * comes in, {@link vae4j.cuda.library.Candidate}s go out, each of which computes it on addresses of
 * the GPU's memory. Which one is right and fastest is found out in {@code select}; nothing here
 * knows about backends, storages or layers' order.
 */
@NullMarked
package vae4j.cuda.library;

import org.jspecify.annotations.NullMarked;
