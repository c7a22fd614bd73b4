/** Estimates of the log-likelihood: the ELBO and the importance-weighted bound. */
@NullMarked
package vae4j.eval.likelihood;

import org.jspecify.annotations.NullMarked;
