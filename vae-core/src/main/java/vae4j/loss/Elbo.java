package vae4j.loss;

import com.google.gson.JsonObject;

/**
 * The loss of a VAE and its terms, in nats per image (Kingma and Welling 2014, equation 3; β of
 * Higgins et al. 2017, equation 4).
 *
 * @param reconstruction −log p(x | z)
 * @param divergence KL(q(z | x) ‖ p(z))
 * @param beta weight of the divergence in the objective
 */
public record Elbo(double reconstruction, double divergence, double beta) {
  /** The terms by name, as they stand in every file that holds losses. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("reconstruction", reconstruction);
    json.addProperty("divergence", divergence);
    json.addProperty("beta", beta);
    json.addProperty("objective", objective());
    json.addProperty("elbo", elbo());
    return json;
  }

  /** What training makes small: reconstruction + β · divergence. */
  public double objective() {
    return reconstruction + beta * divergence;
  }

  /** The evidence lower bound, −(reconstruction + divergence), whatever β is. */
  public double elbo() {
    return -(reconstruction + divergence);
  }
}
