package vae4j.sweep;

import java.util.List;
import java.util.Optional;

/**
 * Makes the runs of a plan one after another.
 *
 * @param plan the runs
 * @param runner trains and measures one
 * @param listener is called for each run
 */
public record Sweep(SweepPlan plan, SweepRunner runner, Listener listener) {
  /** Is called as a sweep goes on. */
  public interface Listener {
    /** Does nothing. */
    Listener SILENT =
        new Listener() {
          @Override
          public void onRun(SweepPlan.Run run, int number, boolean done) {}

          @Override
          public void onResults(List<SweepResult> results, int left) {}
        };

    /**
     * Before a run.
     *
     * @param run the run
     * @param number from 1
     * @param done whether it was made before
     */
    void onRun(SweepPlan.Run run, int number, boolean done);

    /**
     * After a run, and at the beginning.
     *
     * @param results those that are done so far, in the plan's order
     * @param left how many are still to be made
     */
    void onResults(List<SweepResult> results, int left);
  }

  /**
   * Makes what is not done yet.
   *
   * @return the results in the plan's order; fewer than there are runs if one was interrupted
   */
  public List<SweepResult> run() {
    List<SweepPlan.Run> runs = plan.runs();
    List<SweepResult> results = results(runs);
    listener.onResults(results, runs.size() - results.size());
    int number = 0;
    for (SweepPlan.Run run : runs) {
      boolean done = runner.done(run).isPresent();
      listener.onRun(run, ++number, done);
      if (!done) {
        if (runner.run(run).isEmpty()) {
          return results;
        }
        results = results(runs);
        listener.onResults(results, runs.size() - results.size());
      }
    }
    return results;
  }

  private List<SweepResult> results(List<SweepPlan.Run> runs) {
    return runs.stream().map(runner::done).flatMap(Optional::stream).toList();
  }
}
