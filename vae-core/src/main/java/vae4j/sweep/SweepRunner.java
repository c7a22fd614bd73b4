package vae4j.sweep;

import java.util.Optional;

/** Trains and measures the models of a sweep. */
public interface SweepRunner {
  /**
   * The result of a run that was made before.
   *
   * @param run one of the plan
   * @return empty if it is still to be made
   */
  Optional<SweepResult> done(SweepPlan.Run run);

  /**
   * Trains and measures a model.
   *
   * @param run one of the plan
   * @return its result; empty if it was interrupted
   */
  Optional<SweepResult> run(SweepPlan.Run run);
}
