package vae4j.train;

import vae4j.Vae;

/** A training under way, as listeners see it. */
public interface Training {
  /** The model as it is now. */
  Vae vae();

  /** The settings. */
  TrainerConfig config();

  /** The state from which {@link Trainer#resume} goes on; copied from the backend. */
  TrainingState state();
}
