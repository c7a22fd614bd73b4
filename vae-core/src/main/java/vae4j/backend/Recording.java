package vae4j.backend;

import java.util.List;

/**
 * Work that was recorded on a device and is run again as a whole, each time with other numbers.
 * Runs are queued, and their results come back later and in order, so that the device never waits
 * for the host. It is used by one thread at a time.
 */
public interface Recording extends AutoCloseable {
  /**
   * What a recording reads and gives back.
   *
   * @param feeds vectors that are overwritten before each run
   * @param scalars numbers that take the value that they have when a run is queued
   * @param results vectors that are kept of each run
   */
  record Ends(List<Storage> feeds, List<Scalar> scalars, List<Storage> results) {
    /** Of work on memory that is written and read between the runs. */
    public static final Ends NONE = new Ends(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Ends {
      feeds = List.copyOf(feeds);
      scalars = List.copyOf(scalars);
      results = List.copyOf(results);
    }
  }

  /**
   * Queues a run.
   *
   * @param feeds the numbers of each feed, copied before this returns
   * @return the results of earlier runs that have come in since the last call, oldest first: of
   *     each run its result vectors
   */
  List<double[][]> run(float[]... feeds);

  /**
   * Waits for all runs.
   *
   * @return the results that had not come in yet, oldest first
   */
  List<double[][]> finish();

  /** Kernels and copies of a run. */
  long kernels();

  /** Frees it; runs that were not waited for may be left out. */
  @Override
  void close();
}
