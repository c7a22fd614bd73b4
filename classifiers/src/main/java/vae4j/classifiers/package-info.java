/**
 * Labelled images come in; the weights of a small classifier go out.
 *
 * <p>Deeplearning4j trains the networks whose features {@code vae4j.eval.features} compares. The
 * library itself needs none of this: it reads the weights and runs them on its own layers.
 */
@NullMarked
package vae4j.classifiers;

import org.jspecify.annotations.NullMarked;
