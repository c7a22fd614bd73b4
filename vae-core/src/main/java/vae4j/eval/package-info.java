/**
 * A trained model and images come in, metrics go out.
 *
 * <p>{@link vae4j.eval.Evaluation} measures a list of {@linkplain vae4j.eval.metric groups of
 * metrics}. Means are over a whole split, with their standard error. This package trains nothing
 * and draws nothing.
 */
@NullMarked
package vae4j.eval;

import org.jspecify.annotations.NullMarked;
