package vae4j.cuda.library.select;

import vae4j.cuda.library.Candidate;

/**
 * A problem set up on a GPU: tensors that are read, filled with fixed numbers, the reference kernel
 * with its result, and a second result for candidates. A run of a candidate includes what it costs
 * besides, such as a copy of the weights in its layout; a bias or its gradient counts as part of
 * the result.
 *
 * <p>What is read should hold numbers of both signs over several orders of magnitude, down to 10⁻⁶:
 * a kernel that converts to a type of too small a range then shows in the result.
 */
public interface Bench {
  /** Runs the reference once and waits for it. */
  void runReference();

  /**
   * Fills the second result with NaN, runs a candidate once into it and waits for it.
   *
   * @param candidate to run
   * @throws IllegalStateException if the library or the GPU fails
   */
  void run(Candidate candidate);

  /** Compares the two results. */
  Difference compare();

  /** A number made of all bits of the second result, which other bits would change. */
  long fingerprint();

  /**
   * Times the reference on the GPU.
   *
   * @param warmUps runs before, not timed
   * @param runs how many to time
   * @return microseconds of each
   */
  double[] timeReference(int warmUps, int runs);

  /**
   * Times a candidate on the GPU.
   *
   * @param candidate to time
   * @param warmUps runs before, not timed
   * @param runs how many to time
   * @return microseconds of each
   */
  double[] time(Candidate candidate, int warmUps, int runs);

  /**
   * Finds out whether others can be tried after a candidate that failed.
   *
   * @param candidate the one
   * @param failure of it
   * @throws IllegalStateException if the GPU does not answer any more
   */
  default void requireUsable(Candidate candidate, IllegalStateException failure) {}
}
