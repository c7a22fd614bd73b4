/**
 * Candidates at work on a GPU: what an affine layer computes comes in, and for each of its passes a
 * library's kernel goes out, if one is right and faster than the backend's own, with whatever that
 * needs besides: weights in its order, numbers of its type, scratch memory. It knows addresses and
 * kernels; of storages, layers and recordings it knows nothing.
 */
@NullMarked
package vae4j.cuda.library.device;

import org.jspecify.annotations.NullMarked;
