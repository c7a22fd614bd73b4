package vae4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.latent.DiagonalGaussian;

/** Inference by a conditional model for given labels. */
final class Conditioned implements Inference {
  private final VaeConfig config;
  private final int[] labels;
  private final Session.Lender sessions;

  Conditioned(VaeConfig config, int[] labels, Session.Lender sessions) {
    if (config.classes() == 0) {
      throw new IllegalArgumentException(
          "labels need a conditional model, this one has no classes");
    }
    if (labels.length == 0) {
      throw new IllegalArgumentException("labels must be at least one, were none");
    }
    requireClasses(config, labels);
    this.config = config;
    this.labels = labels.clone();
    this.sessions = sessions;
  }

  static void requireClasses(VaeConfig config, int[] labels) {
    for (int label : labels) {
      if (label < 0 || label >= config.classes()) {
        throw new IllegalArgumentException(
            "label must be in [0, " + config.classes() + "), was " + label);
      }
    }
  }

  @Override
  public VaeConfig config() {
    return config;
  }

  @Override
  public DiagonalGaussian encode(INDArray images) {
    return sessions.with(session -> session.encode(images, labels));
  }

  @Override
  public INDArray decode(INDArray latents) {
    return sessions.with(session -> session.decode(latents, labels, true));
  }

  @Override
  public INDArray decodeOutput(INDArray latents) {
    return sessions.with(session -> session.decode(latents, labels, false));
  }

  @Override
  public INDArray sample(int count, long seed, double temperature) {
    return sessions.with(session -> session.sample(count, seed, temperature, labels));
  }

  @Override
  public double[] logLikelihood(INDArray images, INDArray latents) {
    return sessions.with(session -> session.logLikelihood(images, latents, labels));
  }
}
