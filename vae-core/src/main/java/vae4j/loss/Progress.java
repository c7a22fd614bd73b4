package vae4j.loss;

import java.util.Map;

/**
 * A point of a training, as schedules see it.
 *
 * @param epoch epochs done, with fractions: 0 at the first step
 * @param step steps done, from 0
 * @param steps of the whole run
 * @param terms the loss terms of the latest batch by name, nats per image: of this very step for a
 *     weight of a term, of the step before for a learning rate; empty if there is none yet
 */
public record Progress(double epoch, long step, long steps, Map<String, Double> terms) {
  /** Copies the terms. */
  public Progress {
    terms = Map.copyOf(terms);
  }
}
