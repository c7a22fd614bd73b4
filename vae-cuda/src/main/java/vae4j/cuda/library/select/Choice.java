package vae4j.cuda.library.select;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vae4j.cuda.library.Candidate;

/**
 * What computes a problem, and why.
 *
 * @param name the chosen candidate's, or {@link #REFERENCE}
 * @param microseconds median time of one run of it
 * @param referenceMicroseconds median time of one run of the reference
 * @param refused the others; empty where the choice comes from a file
 */
public record Choice(
    String name, double microseconds, double referenceMicroseconds, List<Refusal> refused) {
  /** The name of the kernel that candidates are compared with. */
  public static final String REFERENCE = "own kernel";

  /** Copies the list. */
  public Choice {
    refused = List.copyOf(refused);
  }

  /** Whether the reference was chosen. */
  public boolean isReference() {
    return name.equals(REFERENCE);
  }

  /**
   * The chosen one.
   *
   * @param candidates those there are
   * @return empty if it is the reference, or none of them
   */
  public Optional<Candidate> among(List<Candidate> candidates) {
    return candidates.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
  }

  /** For the log, without the refused: {@code cuDNN 9.19.0 engine 38, 12.5 µs (own 30.1 µs)}. */
  @Override
  public String toString() {
    return isReference()
        ? String.format(Locale.ROOT, "%s, %.1f µs", name, microseconds)
        : String.format(
            Locale.ROOT, "%s, %.1f µs (own %.1f µs)", name, microseconds, referenceMicroseconds);
  }
}
