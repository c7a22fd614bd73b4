/**
 * A trained model and data come in, numbers go out.
 *
 * <p>Means are over a whole split, weighted by batch size, or of every image's number and then with
 * their standard error. This package trains nothing and draws nothing.
 */
@NullMarked
package vae4j.eval;

import org.jspecify.annotations.NullMarked;
