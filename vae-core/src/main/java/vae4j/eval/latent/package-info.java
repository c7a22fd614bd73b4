/** Statistics of the posteriors of a data set: active units, mutual information, marginal KL. */
@NullMarked
package vae4j.eval.latent;

import org.jspecify.annotations.NullMarked;
