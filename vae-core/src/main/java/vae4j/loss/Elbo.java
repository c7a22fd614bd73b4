package vae4j.loss;

/**
 * The loss of a VAE and its terms, in nats per image (Kingma and Welling 2014, equation 3; β of
 * Higgins et al. 2017, equation 4).
 *
 * @param reconstruction −log p(x | z)
 * @param divergence KL(q(z | x) ‖ p(z))
 * @param beta weight of the divergence in the objective
 */
public record Elbo(double reconstruction, double divergence, double beta) {
  /** What training makes small: reconstruction + β · divergence. */
  public double objective() {
    return reconstruction + beta * divergence;
  }

  /** The evidence lower bound, −(reconstruction + divergence), whatever β is. */
  public double elbo() {
    return -(reconstruction + divergence);
  }
}
