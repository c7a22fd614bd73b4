/**
 * The {@code vae} command: a command line comes in; models, images and numbers go out.
 *
 * <p>{@link vae4j.cli.Main} is the entry point, and one class is one command. Options that several
 * share are in {@code option}, run folders and sweeps in {@code run}, files of images and latent
 * vectors in {@code file}, output and failures in {@code console}. Results go to standard output,
 * progress and notices to standard error. The computing is done by the libraries below.
 */
@NullMarked
package vae4j.cli;

import org.jspecify.annotations.NullMarked;
