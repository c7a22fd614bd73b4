package vae4j.cuda.library.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.MathType;

/** Chooses the fastest candidate whose result is right; without one, the reference. */
public final class Selection {
  /** After so many runs a candidate that is far slower is given up. */
  private static final int QUICK_RUNS = 3;

  private static final double FAR_SLOWER = 1.5;

  private final int warmUps;
  private final int runs;

  /**
   * How long to time.
   *
   * @param warmUps runs before, at least 0
   * @param runs timed runs, of which the median counts, at least 1
   * @throws IllegalArgumentException if one is too small
   */
  public Selection(int warmUps, int runs) {
    if (warmUps < 0) {
      throw new IllegalArgumentException("warm-ups must not be negative, was " + warmUps);
    }
    if (runs < 1) {
      throw new IllegalArgumentException("runs must be positive, was " + runs);
    }
    this.warmUps = warmUps;
    this.runs = runs;
  }

  /** 3 runs to warm up, 11 that are timed. */
  public static Selection defaults() {
    return new Selection(3, 11);
  }

  /**
   * Compares and times.
   *
   * @param math how the problem's products are computed, which says what is right
   * @param candidates those there are, none closed
   * @param bench the problem on the GPU
   * @return the choice
   * @throws IllegalStateException if a candidate leaves the GPU unusable
   */
  public Choice choose(MathType math, List<Candidate> candidates, Bench bench) {
    bench.runReference();
    double reference = median(bench.timeReference(warmUps, runs));
    String name = Choice.REFERENCE;
    double best = reference;
    List<Refusal> refused = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Optional<String> wrong;
      double time = Double.NaN;
      try {
        wrong = compare(math, candidate, bench);
        if (wrong.isEmpty()) {
          time = median(bench.time(candidate, 1, Math.min(runs, QUICK_RUNS)));
          if (time < FAR_SLOWER * best) {
            time = median(bench.time(candidate, warmUps, runs));
          }
        }
      } catch (IllegalStateException e) {
        bench.requireUsable(candidate, e);
        wrong = Optional.of("failed: " + e.getMessage());
      }
      if (wrong.isPresent()) {
        refused.add(new Refusal(candidate.name(), wrong.get()));
      } else if (time < best) {
        if (!name.equals(Choice.REFERENCE)) {
          refused.add(slower(name, best, time));
        }
        name = candidate.name();
        best = time;
      } else {
        refused.add(slower(candidate.name(), time, best));
      }
    }
    return new Choice(name, best, reference, refused);
  }

  /**
   * Why a candidate cannot be taken, by its result alone.
   *
   * @param math how the problem's products are computed, which says what is right
   * @param candidate not closed
   * @param bench the problem on the GPU, whose reference has run
   * @return the reason; empty if it can
   * @throws IllegalStateException if the candidate leaves the GPU unusable
   */
  public Optional<String> wrong(MathType math, Candidate candidate, Bench bench) {
    try {
      return compare(math, candidate, bench);
    } catch (IllegalStateException e) {
      bench.requireUsable(candidate, e);
      return Optional.of("failed: " + e.getMessage());
    }
  }

  private static Optional<String> compare(MathType math, Candidate candidate, Bench bench) {
    bench.run(candidate);
    Difference difference = bench.compare();
    if (!Double.isFinite(difference.largest())) {
      return Optional.of("has numbers that are NaN or infinite, or the reference has");
    }
    if (!difference.within(math.tolerance())) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "differs by %.2e of the largest number, allowed is %.0e",
              difference.largest() / difference.reference(),
              math.tolerance()));
    }
    long first = bench.fingerprint();
    bench.run(candidate);
    return bench.fingerprint() == first
        ? Optional.empty()
        : Optional.of("gives other bits when run again");
  }

  private static Refusal slower(String name, double time, double best) {
    return new Refusal(
        name, String.format(Locale.ROOT, "takes %.1f µs, the best %.1f µs", time, best));
  }

  /** The middle one; of an even number the mean of the middle two. */
  static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
