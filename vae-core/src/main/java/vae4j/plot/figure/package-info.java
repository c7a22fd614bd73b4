/**
 * The figures of a model: a trained model and images come in, drawings go out. The run folder, the
 * commands and the reports draw with the same classes.
 */
@NullMarked
package vae4j.plot.figure;

import org.jspecify.annotations.NullMarked;
