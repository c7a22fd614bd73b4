package vae4j.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the runs of a plan one after another.
 *
 * @param plan the runs
 * @param runner trains and measures one
 * @param listener is told of each
 */
public record Sweep(SweepPlan plan, SweepRunner runner, Listener listener) {
  /** Is told how a sweep goes. */
  public interface Listener {
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
   * @return whether all runs are done; false if one was interrupted
   */
  public boolean run() {
    List<SweepPlan.Run> runs = plan.runs();
    listener.onResults(results(runs), left(runs));
    int number = 0;
    for (SweepPlan.Run run : runs) {
      boolean done = runner.done(run).isPresent();
      listener.onRun(run, ++number, done);
      if (done) {
        continue;
      }
      if (runner.run(run).isEmpty()) {
        return false;
      }
      listener.onResults(results(runs), left(runs));
    }
    return true;
  }

  private List<SweepResult> results(List<SweepPlan.Run> runs) {
    List<SweepResult> results = new ArrayList<>();
    runs.stream().map(runner::done).flatMap(Optional::stream).forEach(results::add);
    return results;
  }

  private int left(List<SweepPlan.Run> runs) {
    return (int) runs.stream().filter(run -> runner.done(run).isEmpty()).count();
  }
}
