/**
 * The {@code vae} command: words of a command line come in; models, images and numbers go out.
 *
 * <p>{@link vae4j.cli.Main} is the way in. One class is one command; what several share (data,
 * backend, model file) is a group of options of its own. Results go to standard output, progress
 * and notices to standard error. Nothing here computes: that is what the libraries below are for.
 */
@NullMarked
package vae4j.cli;

import org.jspecify.annotations.NullMarked;
