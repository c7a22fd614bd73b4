package vae4j.loss;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import vae4j.latent.Posterior;

/**
 * The terms of a loss by name, each in nats per image, and their weights in the objective.
 *
 * @param values by name: {@code reconstruction}, {@code kl} but for a plain autoencoder, and others
 * @param weights by name; 1 for those that are not named
 */
public record LossTerms(Map<String, Double> values, Map<String, Double> weights) {
  /** Copies the maps, in their order. */
  public LossTerms {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /**
   * The two terms of a VAE.
   *
   * @param reconstruction −log p(x | z)
   * @param kl KL(q(z | x) ‖ p(z))
   * @param beta weight of the KL
   */
  public static LossTerms of(double reconstruction, double kl, double beta) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(Reconstruction.TERM, reconstruction);
    values.put(Posterior.KL, kl);
    return new LossTerms(values, Map.of(Posterior.KL, beta));
  }

  /** −log p(x | z), nats per image. */
  public double reconstruction() {
    return value(Reconstruction.TERM);
  }

  /** KL(q(z | x) ‖ p(z)), nats per image; 0 for a plain autoencoder. */
  public double kl() {
    return value(Posterior.KL);
  }

  /** Weight β of the KL in the objective (Higgins et al. 2017, equation 4). */
  public double beta() {
    return weight(Posterior.KL);
  }

  /**
   * A term.
   *
   * @param name of the term
   * @return nats per image; 0 if there is no such term
   */
  public double value(String name) {
    return values.getOrDefault(name, 0.0);
  }

  /**
   * The weight of a term in the objective.
   *
   * @param name of the term
   */
  public double weight(String name) {
    return weights.getOrDefault(name, 1.0);
  }

  /** The quantity that training minimises: Σ weight · term. */
  public double objective() {
    double sum = 0;
    for (Map.Entry<String, Double> term : values.entrySet()) {
      sum += weight(term.getKey()) * term.getValue();
    }
    return sum;
  }

  /**
   * The evidence lower bound, −(reconstruction + KL), whatever the weights (Kingma and Welling
   * 2014, equation 3).
   */
  public double elbo() {
    return -(reconstruction() + kl());
  }

  /**
   * The terms by name as they stand in every file that holds losses: {@code reconstruction}, {@code
   * kl}, others, {@code beta}, {@code objective}, {@code elbo}.
   */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty(Reconstruction.TERM, reconstruction());
    json.addProperty(Posterior.KL, kl());
    values.forEach(
        (name, value) -> {
          if (!json.has(name)) {
            json.addProperty(name, value);
          }
        });
    json.addProperty("beta", beta());
    json.addProperty("objective", objective());
    json.addProperty("elbo", elbo());
    return json;
  }
}
