package vae4j.cuda.library.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.Epilogue;
import vae4j.cuda.library.KernelLibrary;
import vae4j.cuda.library.LibraryException;
import vae4j.cuda.library.MathType;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.TensorTypes;

/**
 * A way to give a pass to libraries: all of it, or less, and the rest to the backend's own kernels.
 *
 * @param problem for libraries
 * @param apart whether bias and activation follow in a kernel of the backend's own
 * @param suffix of the names of its candidates
 */
record Variant(Problem problem, boolean apart, String suffix) {
  /** Those of a pass, the one that is tried first in front. */
  static List<Variant> of(Problem wanted) {
    List<Variant> variants = new ArrayList<>(List.of(new Variant(wanted, false, "")));
    if (wanted.direction() != Direction.WEIGHTS) {
      if (!wanted.epilogue().isNone()) {
        variants.add(new Variant(wanted.withEpilogue(Epilogue.NONE), true, ", own epilogue"));
      }
    } else if (wanted.math() == MathType.BF16) {
      // A gradient in float16 could leave its range.
      TensorTypes types = wanted.types();
      TensorTypes rounded =
          new TensorTypes(types.input(), ElementType.BFLOAT16, types.bias(), types.output());
      variants.add(new Variant(wanted.withTypes(rounded), false, ", bfloat16 gradient"));
    }
    return List.copyOf(variants);
  }

  /** The variant that a candidate's name is of. */
  static Variant named(Problem wanted, String name) {
    @Nullable Variant found = null;
    for (Variant variant : of(wanted)) {
      if (name.endsWith(variant.suffix)) {
        found = variant;
      }
    }
    return Objects.requireNonNull(found);
  }

  /** All candidates of some libraries, the caller's to close; a library that fails has none. */
  List<Candidate> candidates(
      List<KernelLibrary> libraries, KernelLibrary.Limits limits, Consumer<String> log) {
    List<Candidate> all = new ArrayList<>();
    for (KernelLibrary library : libraries) {
      try {
        library.candidates(problem, limits).forEach(candidate -> all.add(renamed(candidate)));
      } catch (LibraryException e) {
        log.accept(library.version() + " has no candidates: " + e.getMessage());
      }
    }
    return all;
  }

  /** The candidate of a name, the caller's to close. */
  Optional<Candidate> candidate(
      List<KernelLibrary> libraries,
      KernelLibrary.Limits limits,
      String name,
      Consumer<String> log) {
    String theirs = name.substring(0, name.length() - suffix.length());
    for (KernelLibrary library : libraries) {
      try {
        Optional<Candidate> found = library.candidate(problem, limits, theirs);
        if (found.isPresent()) {
          return found.map(this::renamed);
        }
      } catch (LibraryException e) {
        log.accept(library.version() + " has no candidates: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private Candidate renamed(Candidate candidate) {
    return suffix.isEmpty() ? candidate : new Renamed(candidate, candidate.name() + suffix);
  }
}
