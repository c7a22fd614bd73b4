package vae4j.latent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Value;

/**
 * q(z | x): the family of distributions that the encoder gives the parameters of, and how z is
 * drawn from it.
 */
public interface Posterior {
  /** The loss term of the KL from the prior. */
  String KL = "kl";

  /** Names of its parameters, each the output of a head of the encoder of z's shape. */
  List<String> parameters();

  /**
   * Adds the drawing of z, and the KL from a prior as the loss term {@link #KL}.
   *
   * @param graph to which it is added
   * @param parameters outputs of the heads, in the order of {@link #parameters}
   * @param prior p(z)
   * @param label one-hot classes of a conditional model; null for an unconditional one
   * @return z
   */
  Value sample(GraphBuilder graph, List<Value> parameters, Prior prior, @Nullable Value label);
}
