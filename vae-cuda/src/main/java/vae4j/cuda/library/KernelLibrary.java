package vae4j.cuda.library;

import java.util.List;
import java.util.Optional;

/** A library that computes problems on one GPU. Its candidates must be closed before it. */
public interface KernelLibrary extends AutoCloseable {
  /**
   * How many candidates to make.
   *
   * @param candidates at most so many of each layout of the weights
   * @param workspaceBytes those that need more scratch memory are left out
   */
  record Limits(int candidates, long workspaceBytes) {
    /** Up to 8 candidates of up to 64 MiB of scratch memory each. */
    public static Limits defaults() {
      return new Limits(8, 64L << 20);
    }
  }

  /** Name and version, such as {@code cuDNN 9.19.0}. */
  String version();

  /**
   * The ways in which the library can compute a problem, those first that it takes for the fastest.
   * All keep to the problem's {@link MathType} and give the same bits in every run, as far as the
   * library says.
   *
   * @param problem what to compute
   * @param limits how many
   * @return candidates, to be closed; none if the library cannot
   */
  List<Candidate> candidates(Problem problem, Limits limits);

  /**
   * One of the {@link #candidates}.
   *
   * @param problem what to compute
   * @param limits how many there are
   * @param name the candidate's
   * @return the candidate, to be closed; empty if it is none of them
   */
  default Optional<Candidate> candidate(Problem problem, Limits limits, String name) {
    Optional<Candidate> found = Optional.empty();
    for (Candidate candidate : candidates(problem, limits)) {
      if (found.isEmpty() && candidate.name().equals(name)) {
        found = Optional.of(candidate);
      } else {
        candidate.close();
      }
    }
    return found;
  }

  @Override
  void close();
}
