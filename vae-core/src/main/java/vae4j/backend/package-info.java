/**
 * A layer and a batch size come in, kernels that compute it go out.
 *
 * <p>A {@link vae4j.backend.Backend} owns memory ({@link vae4j.backend.Storage}) and makes kernels.
 * The order of computation is written once, above this package; it knows no layer names, no model
 * and no training. New backends are found by {@link java.util.ServiceLoader} through {@link
 * vae4j.backend.BackendProvider}.
 */
@NullMarked
package vae4j.backend;

import org.jspecify.annotations.NullMarked;
