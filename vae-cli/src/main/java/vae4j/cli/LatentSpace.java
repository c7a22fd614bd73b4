package vae4j.cli;

/** In what a latent is measured: itself, or its probability under the prior, p = Φ(z). */
enum LatentSpace {
  Z,
  CDF
}
