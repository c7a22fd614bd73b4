package vae4j.latent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Value;

/** The plain autoencoder: z is the output of the encoder, and nothing is compared with a prior. */
public record Deterministic() implements Posterior {
  @Override
  public List<String> parameters() {
    return List.of("code");
  }

  @Override
  public Value sample(
      GraphBuilder graph, List<Value> parameters, Prior prior, @Nullable Value label) {
    return parameters.get(0);
  }
}
